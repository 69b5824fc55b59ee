package io.hongyan.conformance.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One step: to go somewhere, to do something there, or both.
///
/// @param name of the picture
/// @param path empty = stay
/// @param audit whether faults of accessibility are looked for, and a picture is made
record Step(String name, String path, List<Act> acts, boolean audit) {
    /// To fill in and press something.
    ///
    /// @param fill texts by `data-test`
    /// @param press what, by `data-test`; empty = nothing
    /// @param until what is to appear, by `data-test`; empty = nothing
    Step(String name, String path, Map<String, String> fill, String press, String until) {
        this(name, path, acts(fill, press, until), !name.startsWith("-"));
    }

    private static List<Act> acts(Map<String, String> fill, String press, String until) {
        List<Act> acts = new ArrayList<>();
        fill.forEach((test, text) -> acts.add(Act.fill(test, text)));
        if (!press.isEmpty()) {
            acts.add(Act.press(press));
        }
        if (!until.isEmpty()) {
            acts.add(Act.until(until));
        }
        return acts;
    }

    static Step look(String name, String path) {
        return new Step(name, path, List.of(), true);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("audit", audit);
        json.put("acts", acts.stream().map(Act::json).toList());
        if (!path.isEmpty()) {
            json.put("path", path);
        }
        return json;
    }
}
