package io.hongyan.conformance.console;

import java.util.LinkedHashMap;
import java.util.Map;

/// One thing that a person does on a page, as `browser/acts.mjs` knows it.
///
/// @param test the value of an attribute `data-test`; empty where none is needed
/// @param row a text of the row of a table in which it is; empty = anywhere
record Act(String kind, String test, String row, String text) {
    static Act fill(String test, String text) {
        return new Act("fill", test, "", text);
    }

    static Act press(String test) {
        return new Act("press", test, "", "");
    }

    static Act pressIn(String row, String test) {
        return new Act("press", test, row, "");
    }

    /// Chooses an option of a list that opens.
    static Act choose(String test, String option) {
        return new Act("choose", test, "", option);
    }

    static Act chooseIn(String row, String test, String option) {
        return new Act("choose", test, row, option);
    }

    static Act key(String key) {
        return new Act("key", "", "", key);
    }

    static Act tab(String name) {
        return new Act("tab", "", "", name);
    }

    /// Says yes to the question before what cannot be taken back.
    static Act yes() {
        return new Act("answer", "", "", "yes");
    }

    static Act no() {
        return new Act("answer", "", "", "no");
    }

    /// Waits for the short message that follows a change.
    static Act said() {
        return new Act("said", "", "", "");
    }

    static Act until(String test) {
        return new Act("until", test, "", "");
    }

    static Act untilIn(String row, String test) {
        return new Act("until", test, row, "");
    }

    static Act untilText(String text) {
        return new Act("text", "", "", text);
    }

    static Act gone(String test) {
        return new Act("gone", test, "", "");
    }

    static Act read(String test) {
        return new Act("read", test, "", "");
    }

    /// Looks for faults of accessibility in what is open now.
    static Act audit() {
        return new Act("audit", "", "", "");
    }

    /// Runs a program in the page that is open, as a page of that origin could, and reads what it answers.
    static Act run(String program) {
        return new Act("run", "", "", program);
    }

    static Act cookies() {
        return new Act("cookies", "", "", "");
    }

    Map<String, String> json() {
        Map<String, String> json = new LinkedHashMap<>();
        json.put("kind", kind);
        json.put("test", test);
        json.put("text", text);
        if (!row.isEmpty()) {
            json.put("row", row);
        }
        return json;
    }
}
