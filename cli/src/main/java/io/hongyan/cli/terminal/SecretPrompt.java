package io.hongyan.cli.terminal;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Asks whoever sits at the terminal for a secret.
public interface SecretPrompt {
    /// @param what is asked for
    /// @return null when it is to be read from standard input: nobody sits there, or the terminal cannot hide it
    @Nullable
    String ask(String what);

    /// That of this process.
    ///
    /// @param err for the question where the terminal shows what is typed: standard output belongs to a file then
    @SuppressWarnings("SystemConsoleNull") // from JDK 25 on it is null again where there is no terminal
    static SecretPrompt system(PrintStream err) {
        return what -> {
            Console console = System.console();
            if (console != null && console.isTerminal()) {
                char[] typed = console.readPassword("%s: ", what);
                return typed == null ? null : new String(typed);
            }
            if (inputIsTerminal()) {
                err.print(what + " (the terminal shows it): ");
                err.flush();
            }
            return null;
        };
    }

    private static boolean inputIsTerminal() {
        try {
            String device = Files.readSymbolicLink(Path.of("/proc/self/fd/0")).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException _) {
            return false; // only Linux tells
        }
    }
}
