package io.hongyan.cli.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.cli.terminal.Failure;
import io.hongyan.cli.terminal.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import org.jspecify.annotations.Nullable;

/// Secrets that commands need: an option shows them to everybody on the machine, a variable or standard input does not.
final class SecretInput {
    private SecretInput() {}

    /// The value of the option, else of the variable, else what the person at the terminal answers, else the first line
    /// of standard input.
    ///
    /// @param given the value of the option, null without it
    /// @param what it is, for the error
    /// @throws Failure when there is none
    static String read(Terminal terminal, @Nullable String given, String what, String option, String variable) {
        String known = given == null ? terminal.variable(variable) : given;
        if (known != null) {
            return known;
        }
        String asked = terminal.prompt().ask(what);
        if (asked != null) {
            return asked;
        }
        try {
            String line = new BufferedReader(new InputStreamReader(terminal.in(), UTF_8)).readLine();
            if (line != null) {
                return line;
            }
        } catch (IOException e) {
            throw Failure.usage("cannot read standard input: " + e.getMessage());
        }
        throw Failure.usage(
                "there is no " + what + ": give " + option + ", " + variable + ", or a line of standard input");
    }
}
