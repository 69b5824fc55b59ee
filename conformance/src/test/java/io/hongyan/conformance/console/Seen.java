package io.hongyan.conformance.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What was seen after a step.
///
/// @param failed why the step could not be done; empty when it could
/// @param address of the page, from its path on
/// @param text of the page's main part
/// @param overlay text of what lies over it: dialogs and drawers
/// @param controls the values of `data-test` that can be seen
/// @param links where each text leads
/// @param injected whether something hostile was run
/// @param errors that the page shows
/// @param messages that followed changes
/// @param questions that were asked before changes
/// @param read what was read, in the order of the acts
/// @param faults of accessibility, serious ones, also those of dialogs
/// @param complaints of the browser
/// @param foreign what was asked from elsewhere
record Seen(
        String name,
        String failed,
        String address,
        String heading,
        String text,
        String overlay,
        String language,
        boolean injected,
        List<String> controls,
        Map<String, String> links,
        List<String> errors,
        List<String> messages,
        List<String> questions,
        List<String> read,
        List<String> faults,
        List<String> complaints,
        List<String> foreign,
        long millis) {
    static Seen of(JsonNode line) {
        List<String> faults = new ArrayList<>(texts(line.path("faults")));
        faults.addAll(texts(line.path("dialogFaults")));
        Map<String, String> links = new LinkedHashMap<>();
        line.path("links")
                .forEach(link -> links.put(
                        link.path("text").asString(), link.path("address").asString()));
        return new Seen(
                line.path("name").asString(),
                line.path("failed").asString(""),
                line.path("address").asString(""),
                line.path("heading").asString(""),
                line.path("text").asString(""),
                line.path("overlay").asString(""),
                line.path("language").asString(""),
                line.path("injected").asBoolean(false),
                texts(line.path("controls")),
                links,
                texts(line.path("errors")),
                texts(line.path("messages")),
                texts(line.path("questions")),
                texts(line.path("read")),
                faults,
                texts(line.path("complaints")),
                texts(line.path("foreign")),
                line.path("millis").asLong(0));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asString()));
        return texts;
    }
}
