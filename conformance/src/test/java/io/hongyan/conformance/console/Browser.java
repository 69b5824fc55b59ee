package io.hongyan.conformance.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Chromium, which does a list of steps in one window and tells what a person would see after each.
///
/// @param url of the service
/// @param language `zh-CN` or `en`
/// @param pictures where a picture of each step goes
record Browser(String url, String language, boolean dark, Path pictures) {
    private static final Path FOLDER = Path.of("browser").toAbsolutePath();

    /// One step: to go somewhere, to fill in and press something there, or both.
    ///
    /// @param name of the picture
    /// @param path empty = stay
    /// @param fill texts by `data-test`
    /// @param press what, by `data-test`; empty = nothing
    /// @param until what is to appear, by `data-test`; empty = nothing
    record Step(String name, String path, Map<String, String> fill, String press, String until) {
        static Step look(String name, String path) {
            return new Step(name, path, Map.of(), "", "");
        }

        private Map<String, Object> job() {
            Map<String, Object> job = new LinkedHashMap<>();
            job.put("name", name);
            job.put("fill", fill);
            put(job, "path", path);
            put(job, "press", press);
            put(job, "until", until);
            return job;
        }

        private static void put(Map<String, Object> job, String key, String value) {
            if (!value.isEmpty()) {
                job.put(key, value);
            }
        }
    }

    /// What was seen after a step.
    ///
    /// @param failed why the step could not be done; empty when it could
    /// @param text of the page's main part
    /// @param injected whether something hostile was run
    /// @param errors that the page shows
    /// @param faults of accessibility, serious ones
    /// @param complaints of the browser
    /// @param foreign what was asked from elsewhere
    record Seen(
            String name,
            String failed,
            String heading,
            String text,
            String language,
            boolean injected,
            List<String> errors,
            List<String> faults,
            List<String> complaints,
            List<String> foreign,
            long millis) {}

    /// Does all steps.
    List<Seen> visit(List<Step> steps) throws IOException, InterruptedException {
        Files.createDirectories(pictures);
        Map<String, Object> job = new LinkedHashMap<>();
        job.put("url", url);
        job.put("language", language);
        job.put("dark", dark);
        job.put("folder", pictures.toAbsolutePath().toString());
        job.put("steps", steps.stream().map(Step::job).toList());
        Process process = new ProcessBuilder("node", "visit.mjs")
                .directory(FOLDER.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var input = process.getOutputStream()) {
            input.write(JsonMapper.shared().writeValueAsBytes(job));
        }
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return output.lines()
                .map(JsonMapper.shared()::readTree)
                .map(Browser::seen)
                .toList();
    }

    private static Seen seen(JsonNode line) {
        return new Seen(
                line.path("name").asString(),
                line.path("failed").asString(""),
                line.path("heading").asString(""),
                line.path("text").asString(""),
                line.path("language").asString(""),
                line.path("injected").asBoolean(false),
                texts(line.path("errors")),
                texts(line.path("faults")),
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
