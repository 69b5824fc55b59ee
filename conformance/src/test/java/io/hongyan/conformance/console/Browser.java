package io.hongyan.conformance.console;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Chromium.
///
/// @param url of the service
/// @param language `zh-CN` or `en`
/// @param pictures where a picture of each step goes
record Browser(String url, String language, boolean dark, Path pictures) {
    /// A window of its own, which nobody is logged in to.
    Window open() throws IOException {
        return new Window(this);
    }

    /// Does all steps in one window, and tells what a person would see after each.
    List<Seen> visit(List<Step> steps) throws IOException {
        List<Seen> seen = new ArrayList<>();
        try (Window window = open()) {
            for (Step step : steps) {
                Seen shown = window.take(step);
                seen.add(shown);
                if (!shown.failed().isEmpty() && step.name().startsWith("-")) {
                    break; // without the login nothing else can be seen
                }
            }
        }
        return seen;
    }
}
