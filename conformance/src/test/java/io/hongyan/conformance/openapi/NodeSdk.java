package io.hongyan.conformance.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An official library for Node, in a process that takes calls as lines of JSON and answers each with one.
final class NodeSdk implements OfficialSdk {
    private static final Path FOLDER = Path.of("clients-js").toAbsolutePath();

    private final String library;
    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter calls;

    /// @param library `pop-core`, whose POST sends all parameters in a form, or `openapi-core`
    NodeSdk(String library, String endpoint, String accessKey, String secretKey) throws IOException {
        this.library = library;
        process = new ProcessBuilder(List.of("node", "openapi.js"))
                .directory(FOLDER.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        answers = process.inputReader(StandardCharsets.UTF_8);
        calls = process.outputWriter(StandardCharsets.UTF_8);
        write(Map.of("library", library, "endpoint", endpoint, "accessKey", accessKey, "secretKey", secretKey));
    }

    private void write(Map<String, Object> line) throws IOException {
        calls.write(JsonMapper.shared().writeValueAsString(line));
        calls.newLine();
        calls.flush();
    }

    @Override
    public Answer call(String action, String method, boolean form, Map<String, String> parameters) throws IOException {
        write(Map.of("action", action, "method", method, "form", form, "parameters", parameters));
        String line = answers.readLine();
        assertThat(line).as("a line of openapi.js, which has ended").isNotNull();
        JsonNode answer = JsonMapper.shared().readTree(line);
        return new Answer(answer.path("status").asInt(), answer.path("json"));
    }

    /// No `AutoCloseable`: JUnit would close it after the first test that has it for an argument.
    void end() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public String toString() {
        return library;
    }
}
