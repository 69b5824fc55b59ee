package io.hongyan.cli.admin;

import io.hongyan.auth.ScramSecret;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.cli.terminal.Terminal;
import io.hongyan.cloud.open.PasswordHash;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hongyan admin user create`. The service gets the hash and never sees the password.
@Command(name = "create", description = "Create a user, or give one another password.")
final class UserCreateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    AdminOptions options = new AdminOptions();

    @Mixin
    InstanceOption chosen = new InstanceOption();

    @Option(
            names = {"-P", "--password"},
            paramLabel = "PASSWORD",
            description = "Password, 1 to " + PasswordHash.LONGEST + " bytes (default: variable HONGYAN_PASSWORD, "
                    + "then asked for, or the first line of standard input).")
    @Nullable
    String password;

    @Parameters(paramLabel = "NAME")
    String name = "";

    UserCreateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        String id = chosen.id(options);
        String given = SecretInput.read(terminal, password, "password", "--password", "HONGYAN_PASSWORD");
        Map<String, Object> user;
        try {
            user = Map.of(
                    "name", name,
                    "hash", PasswordHash.of(given),
                    "scram", ScramSecret.of(given, new SecureRandom()).text());
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
        Map<String, Object> answer = options.client(terminal).post(user, "instances", id, "users");
        AdminOutput.fields(terminal, options, answer, "created " + name);
        return Exit.OK;
    }
}
