package io.hongyan.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The world around a command.
///
/// @param in standard input, as bytes
/// @param out standard output, as bytes; unlike a [PrintStream] it tells when its reader has gone
/// @param err for people: errors and progress, in UTF-8
/// @param environment the environment variables
/// @param clock the time of day
/// @param nanoTime a clock that never steps, in nanoseconds from an arbitrary origin
/// @param random for client ids
/// @param prompt for secrets
public record Terminal(
        InputStream in,
        OutputStream out,
        PrintStream err,
        Map<String, String> environment,
        InstantSource clock,
        LongSupplier nanoTime,
        RandomGenerator random,
        SecretPrompt prompt) {
    /// The terminal of this process.
    public static Terminal system() {
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
        return new Terminal(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                err,
                System.getenv(),
                InstantSource.system(),
                System::nanoTime,
                RandomGenerator.getDefault(),
                SecretPrompt.system(err));
    }

    /// Writes bytes to standard output in one piece.
    ///
    /// @throws Failure with [Exit#BROKEN_PIPE] when nobody reads any more
    public void print(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw new Failure(Exit.BROKEN_PIPE, "standard output was closed: " + e.getMessage());
        }
    }

    /// Writes a line of text to standard output.
    ///
    /// @throws Failure with [Exit#BROKEN_PIPE] when nobody reads any more
    public void printLine(String line) {
        print((line + "\n").getBytes(UTF_8));
    }

    /// An environment variable, or null when it is absent or empty.
    public @Nullable String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isEmpty() ? null : value;
    }
}
