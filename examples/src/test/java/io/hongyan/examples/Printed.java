package io.hongyan.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/// The output of an example.
final class Printed {
    private Printed() {}

    static List<String> by(Example example, Settings settings) throws IOException, InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, UTF_8)) {
            example.run(settings, out);
        }
        return bytes.toString(UTF_8).lines().toList();
    }
}
