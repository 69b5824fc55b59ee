package io.hongyan.cli.admin;

import io.hongyan.auth.ServiceUserName;
import io.hongyan.cli.terminal.CommandGroup;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.cli.terminal.Terminal;
import io.hongyan.server.program.ProgramName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hongyan token`: tokens that let a device in for a time, without the SecretKey.
@Command(
        name = "token",
        description = "Apply for, query and revoke tokens of a running service.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  hongyan token apply --resources 'lines/#,orders/+' --actions R --expire-seconds 3600",
            "  hongyan token query TOKEN",
            "  hongyan token revoke TOKEN",
            "",
            "A device logs in with the user name Token|ACCESSKEY|INSTANCE and the password R|TOKEN (W, RW)."
        })
public final class TokenCommand extends CommandGroup {
    private final Terminal terminal;

    public TokenCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(name = "apply", description = "Apply for a token.")
    int apply(
            @Mixin AdminOptions options,
            @Mixin InstanceOption chosen,
            @Option(
                            names = "--ak",
                            paramLabel = "KEY",
                            description = "AccessKey that the token belongs to (default: that of the data folder).")
                    @Nullable
                    String accessKey,
            @Option(
                            names = "--resources",
                            required = true,
                            split = ",",
                            paramLabel = "FILTER",
                            description = "Topics and filters, separated by commas.")
                    List<String> resources,
            @Option(
                            names = "--actions",
                            defaultValue = "R,W",
                            paramLabel = "ACTIONS",
                            description = "R to subscribe, W to publish, or R,W (default: R,W).")
                    String actions,
            @Option(
                            names = "--expire-seconds",
                            defaultValue = "3600",
                            paramLabel = "SECONDS",
                            description = "Life of the token, 60 to 2592000 (default: 3600).")
                    long expireSeconds) {
        String id = chosen.id(options);
        String key = options.accessKey(accessKey, id);
        Map<String, Object> wish = Map.of(
                "accessKey", key,
                "resources", resources,
                "actions", actions,
                "expireSeconds", expireSeconds);
        Map<String, Object> answer = new LinkedHashMap<>(issued(options, id, key, wish));
        // Ready to paste into any client.
        answer.put(
                "username", ServiceUserName.of(ServiceUserName.TOKEN, key, id).toString());
        answer.put("password", actions.replace(",", "") + "|" + answer.get("token"));
        AdminOutput.fields(terminal, options, answer, "");
        return Exit.OK;
    }

    /// The token, or a refusal that says how to name another key if it is that one.
    private Map<String, Object> issued(AdminOptions options, String id, String key, Map<String, Object> wish) {
        try {
            return options.client(terminal).post(wish, "instances", id, "tokens");
        } catch (Failure refusal) {
            throw refusal.text().startsWith("AccessKey " + key)
                    ? new Failure(
                            refusal.exitCode(),
                            refusal.text() + "; add --ak NEW, the key to use: '"
                                    + ProgramName.command("admin", "key", "list", "--instance", id)
                                    + options.sameService()
                                    + "' lists those that open it, and 'create' in place of 'list'"
                                    + " makes one")
                    : refusal;
        }
    }

    @Command(name = "query", description = "Ask whether a token is valid.")
    int query(
            @Mixin AdminOptions options, @Mixin InstanceOption chosen, @Parameters(paramLabel = "TOKEN") String token) {
        String id = chosen.id(options);
        Map<String, Object> answer =
                options.client(terminal).post(Map.of("token", token), "instances", id, "tokens", "query");
        AdminOutput.fields(terminal, options, answer, "");
        return Exit.OK;
    }

    @Command(name = "revoke", description = "Revoke a token; clients that use it are disconnected.")
    int revoke(
            @Mixin AdminOptions options, @Mixin InstanceOption chosen, @Parameters(paramLabel = "TOKEN") String token) {
        String id = chosen.id(options);
        Map<String, Object> answer =
                options.client(terminal).post(Map.of("token", token), "instances", id, "tokens", "revoke");
        AdminOutput.fields(terminal, options, answer, "revoked");
        return Exit.OK;
    }
}
