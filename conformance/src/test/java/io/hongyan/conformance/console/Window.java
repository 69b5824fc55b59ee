package io.hongyan.conformance.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// A window of a browser, in which one step follows the other. It runs `browser/visit.mjs`.
final class Window implements AutoCloseable {
    private static final Path FOLDER = Path.of("browser").toAbsolutePath();

    private final Process process;
    private final BufferedReader answers;
    private final OutputStream steps;

    Window(Browser browser) throws IOException {
        Files.createDirectories(browser.pictures());
        process = new ProcessBuilder("node", "visit.mjs")
                .directory(FOLDER.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        answers = process.inputReader(UTF_8);
        steps = process.getOutputStream();
        Map<String, Object> job = new LinkedHashMap<>();
        job.put("url", browser.url());
        job.put("language", browser.language());
        job.put("dark", browser.dark());
        job.put("folder", browser.pictures().toAbsolutePath().toString());
        send(job);
    }

    private void send(Map<String, Object> line) throws IOException {
        steps.write((JsonMapper.shared().writeValueAsString(line) + "\n").getBytes(UTF_8));
        steps.flush();
    }

    Seen take(Step step) throws IOException {
        send(step.json());
        String answer = answers.readLine();
        assertThat(answer).as("the browser's answer to %s", step).isNotNull();
        return Seen.of(JsonMapper.shared().readTree(answer));
    }

    /// Goes there and does this, and expects that nothing goes wrong.
    Seen at(String path, Act... acts) throws IOException {
        return sound(new Step(path, path, List.of(acts), false));
    }

    /// Does this on the page that is open, and expects that nothing goes wrong.
    Seen act(Act... acts) throws IOException {
        return sound(new Step("", "", List.of(acts), false));
    }

    private Seen sound(Step step) throws IOException {
        Seen seen = take(step);
        assertThat(seen.failed()).as("%s", seen).isEmpty();
        assertThat(seen.complaints())
                .as("complaints of the browser at %s", step)
                .isEmpty();
        assertThat(seen.foreign()).as("asked from elsewhere at %s", step).isEmpty();
        assertThat(seen.faults()).as("accessibility at %s", step).isEmpty();
        assertThat(seen.injected()).as("run at %s", step).isFalse();
        return seen;
    }

    Seen logIn(String account, String password) throws IOException {
        return at(
                "/console/login",
                Act.fill("login-account", account),
                Act.fill("login-password", password),
                Act.press("login-submit"),
                Act.gone("login-submit"));
    }

    @Override
    public void close() throws IOException {
        steps.close();
        process.onExit().join();
    }
}
