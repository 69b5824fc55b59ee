package io.hongyan.cli.admin;

import io.hongyan.cli.terminal.CommandGroup;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hongyan admin account`.
@Command(
        name = "account",
        description = "Accounts of the console, with which people log in in a browser.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  hongyan admin account create alice --role operator",
            "  hongyan admin account create factory --role administrator --sees mqtt-factory",
            "  hongyan admin account password admin",
            "",
            "Passwords that are shown are for one login, which asks for another."
        })
final class AccountCommand extends CommandGroup {
    private static final String SEES = "--sees";
    private static final String SEES_WHAT =
            "Ids of the instances that it sees, and then nothing about the whole service; 'all' = everything.";

    private final Terminal terminal;

    AccountCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(name = "list", description = "List the accounts.")
    int list(@Mixin AdminOptions options) {
        AdminOutput.list(terminal, options, options.client(terminal).get("accounts"), "accounts");
        return Exit.OK;
    }

    @Command(name = "create", description = "Make an account. Its password for the first login is shown this one time.")
    int create(
            @Mixin AdminOptions options,
            @Option(
                            names = "--role",
                            required = true,
                            paramLabel = "ROLE",
                            description = "viewer, operator or administrator.")
                    String role,
            @Option(names = SEES, split = ",", paramLabel = "INSTANCE", description = SEES_WHAT) @Nullable
                    List<String> sees,
            @Parameters(paramLabel = "NAME") String name) {
        Map<String, Object> body = new LinkedHashMap<>(Map.of("name", name, "role", role));
        if (sees != null) {
            body.put("instances", instances(sees));
        }
        AdminOutput.fields(terminal, options, options.client(terminal).post(body, "accounts"), "created");
        return Exit.OK;
    }

    @Command(name = "change", description = "Change the role of an account, or what it sees. It is logged out.")
    int change(
            @Mixin AdminOptions options,
            @Option(names = "--role", paramLabel = "ROLE", description = "viewer, operator or administrator.") @Nullable
                    String role,
            @Option(names = SEES, split = ",", paramLabel = "INSTANCE", description = SEES_WHAT) @Nullable
                    List<String> sees,
            @Parameters(paramLabel = "NAME") String name) {
        Map<String, Object> body = new LinkedHashMap<>();
        if (role != null) {
            body.put("role", role);
        }
        if (sees != null) {
            body.put("instances", instances(sees));
        }
        return patch(options, name, body, "changed " + name);
    }

    private static List<String> instances(List<String> sees) {
        return sees.equals(List.of("all")) ? List.of() : sees;
    }

    private int patch(AdminOptions options, String name, Map<String, Object> body, String done) {
        AdminOutput.fields(terminal, options, options.client(terminal).patch(body, "accounts", name), done);
        return Exit.OK;
    }

    @Command(name = "password", description = "Give an account a password for one login, in place of a forgotten one.")
    int password(@Mixin AdminOptions options, @Parameters(paramLabel = "NAME") String name) {
        Map<String, Object> answer = options.client(terminal).post(Map.of(), "accounts", name, "password");
        AdminOutput.fields(terminal, options, answer, "the password of " + name + " is for one login");
        return Exit.OK;
    }

    @Command(name = "disable", description = "Log an account out, and let it in no more.")
    int disable(@Mixin AdminOptions options, @Parameters(paramLabel = "NAME") String name) {
        return patch(options, name, Map.of("enabled", false), "disabled " + name);
    }

    @Command(name = "enable", description = "Let an account in again.")
    int enable(@Mixin AdminOptions options, @Parameters(paramLabel = "NAME") String name) {
        return patch(options, name, Map.of("enabled", true), "enabled " + name);
    }

    @Command(name = "delete", description = "Delete an account.")
    int delete(@Mixin AdminOptions options, @Parameters(paramLabel = "NAME") String name) {
        AdminOutput.fields(terminal, options, options.client(terminal).delete("accounts", name), "deleted " + name);
        return Exit.OK;
    }
}
