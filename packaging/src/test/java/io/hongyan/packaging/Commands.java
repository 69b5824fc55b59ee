package io.hongyan.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs programs with an environment of their own.
///
/// @param environment all variables that they get
record Commands(Map<String, String> environment) {
    private static final int PATIENCE_SECONDS = 120;

    /// What a service manager leaves: no `HOME`, no `JAVA_HOME`.
    static final Map<String, String> EMPTY = Map.of("PATH", "/usr/bin:/bin");

    /// How a program ended.
    ///
    /// @param output of standard output and standard error together
    record Run(int exit, String output) {
        /// The output of a program that has to succeed.
        String checked() {
            assertThat(exit).as(output).isZero();
            return output;
        }
    }

    Commands {
        environment = Map.copyOf(environment);
    }

    /// The same with more variables.
    Commands with(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.put(name, value);
        return new Commands(all);
    }

    Process start(Path output, List<String> words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
    }

    Run run(List<String> words) throws IOException, InterruptedException {
        Path output = Files.createTempFile("hongyan-run", ".txt");
        Process process = start(output, words);
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("%s has not ended within %d s", words, PATIENCE_SECONDS)
                    .isTrue();
            return new Run(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }

    Run run(String... words) throws IOException, InterruptedException {
        return run(List.of(words));
    }
}
