package io.hongyan.cli.admin;

import io.hongyan.cli.terminal.CommandGroup;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.cli.terminal.Terminal;
import io.hongyan.cloud.metadata.MetadataException;
import io.hongyan.cloud.open.PasswordHash;
import io.hongyan.cloud.open.PasswordLine;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hongyan user`: lines for `auth.passwordFile`. Needs no service.
@Command(
        name = "user",
        description = "Make lines for the file of users (auth.passwordFile). 'hongyan admin user' manages those of a"
                + " running service.",
        footerHeading = "%nExamples:%n",
        footer = {"  hongyan user hash alice < password.txt >> users.txt"})
public final class UserCommand extends CommandGroup {
    private final Terminal terminal;

    public UserCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "hash",
            description = "Print a line with the bcrypt hash and the SCRAM secret of a password: name:hash:scram.")
    int hash(
            @Option(
                            names = {"-P", "--password"},
                            paramLabel = "PASSWORD",
                            description = "Password, 1 to " + PasswordHash.LONGEST
                                    + " bytes (default: variable HONGYAN_PASSWORD, then asked for, or the first line of"
                                    + " standard input).")
                    @Nullable
                    String password,
            @Parameters(paramLabel = "NAME") String name) {
        try {
            terminal.printLine(PasswordLine.of(
                    name, SecretInput.read(terminal, password, "password", "--password", "HONGYAN_PASSWORD")));
            return Exit.OK;
        } catch (MetadataException | IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
    }
}
