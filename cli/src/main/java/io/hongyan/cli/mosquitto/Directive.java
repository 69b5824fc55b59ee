package io.hongyan.cli.mosquitto;

import io.hongyan.cli.terminal.Failure;
import java.nio.file.Files;
import java.nio.file.Path;

/// A line of mosquitto.conf.
///
/// @param value the rest of the line; empty when there is none
record Directive(Path file, int line, String name, String value) {
    /// For messages.
    String at() {
        return file + ":" + line;
    }

    boolean isTrue() {
        return switch (value) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw invalid("is true or false");
        };
    }

    long number() {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException _) {
            throw invalid("is a whole number");
        }
    }

    /// The file that the value names. mosquitto looks from the folder that it is started in; where there is no such
    /// file, the folder of the configuration is taken.
    Path path() {
        Path named = Path.of(value).toAbsolutePath().normalize();
        Path beside = file.toAbsolutePath().resolveSibling(value).normalize();
        return Files.exists(named) || !Files.exists(beside) ? named : beside;
    }

    Failure invalid(String rule) {
        return Failure.usage(at() + ": " + name + " " + rule + ", not '" + value + "'; correct the line");
    }
}
