package io.hongyan.cli.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.cli.terminal.Failure;
import io.hongyan.cli.terminal.Terminal;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where the payload of one message comes from.
final class PayloadOptions {
    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            description = "The payload.")
    @Nullable
    String message;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "The payload is this file.")
    @Nullable
    Path file;

    @Option(
            names = {"-s", "--stdin-file"},
            description = "All of standard input is one message.")
    boolean all;

    @Option(
            names = {"-n", "--null-message"},
            description = "An empty payload; with -r it removes the retained message.")
    boolean empty;

    /// How many of the options are there.
    int sources() {
        return (message != null ? 1 : 0) + (file != null ? 1 : 0) + (all ? 1 : 0) + (empty ? 1 : 0);
    }

    /// @param options the names of the options that could have said it
    /// @throws Failure when no option says it, or a file cannot be read
    byte[] bytes(Terminal terminal, String options) {
        if (message != null) {
            return message.getBytes(UTF_8);
        }
        if (file != null) {
            return Payloads.ofFile(file);
        }
        if (all) {
            return Payloads.all(terminal.in());
        }
        if (empty) {
            return new byte[0];
        }
        throw Failure.usage("there is no payload: give " + options + " for an empty one");
    }
}
