package io.hongyan.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;

/// The arguments as the user typed them. Under the locale `C` the JVM reads them as ASCII and destroys all else; Linux
/// still knows the bytes.
final class Arguments {
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    private Arguments() {}

    static String[] decoded(String[] args) {
        String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
        if (Charset.isSupported(encoding) && Charset.forName(encoding).equals(UTF_8)) {
            return args;
        }
        try {
            return fromBytes(Files.readAllBytes(COMMAND_LINE), args);
        } catch (IOException e) {
            return args; // no such file on this system: what the JVM has read must do
        }
    }

    /// The last arguments of a command line in the form of `/proc/self/cmdline`: each ends with a zero byte.
    static String[] fromBytes(byte[] commandLine, String[] args) {
        String[] words = new String(commandLine, UTF_8).split("\0", -1);
        int count = words.length - 1;
        if (count < args.length) {
            return args;
        }
        String[] decoded = new String[args.length];
        System.arraycopy(words, count - args.length, decoded, 0, args.length);
        return decoded;
    }
}
