package io.hongyan.cli.admin;

import io.hongyan.cli.option.Candidates;
import io.hongyan.cli.terminal.CommandGroup;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hongyan admin permission`.
@Command(
        name = "permission",
        description =
                "Permissions of custom authentication: what a user name or a client id may publish and subscribe.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  hongyan admin permission add meter --topic 'meters/#' --action pub",
            "  hongyan admin permission add gateway-7 --client --topic 'meters/secret' --action pubSub --deny",
            "  hongyan admin permission list --identity meter",
            "",
            "What no permission allows is denied, and a denial counts more. All of it holds at once."
        })
final class PermissionCommand extends CommandGroup {
    private static final String INSTANCES = "instances";
    private static final String AUTH = "custom-auth";
    private static final String PERMISSIONS = "permissions";

    private final Terminal terminal;

    PermissionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /// Whom a permission is for, and to which topic.
    static final class Place {
        @Option(names = "--client", description = "IDENTITY is a client id (default: a user name).")
        boolean client;

        @Option(
                names = "--topic",
                required = true,
                paramLabel = "TOPIC",
                description = "A topic below a parent topic, may have + and #.")
        String topic = "";

        @Parameters(paramLabel = "IDENTITY", description = "A user name, or with --client a client id.")
        String identity = "";

        Map<String, String> query() {
            Map<String, String> query = new LinkedHashMap<>();
            query.put("type", client ? "client" : "user");
            query.put("identity", identity);
            query.put("topic", topic);
            return query;
        }
    }

    /// What it says about them.
    static final class Content {
        @Option(
                names = "--action",
                required = true,
                paramLabel = "ACTION",
                completionCandidates = Candidates.PermitActions.class,
                description = "pub, sub or pubSub.")
        String action = "";

        @Option(names = "--deny", description = "Deny it (default: allow it).")
        boolean deny;

        Map<String, Object> body(Place place) {
            Map<String, Object> body = new LinkedHashMap<>(place.query());
            body.put("action", action);
            body.put("effect", deny ? "deny" : "allow");
            return body;
        }
    }

    @Command(name = "list", description = "List the permissions of all identities, or of one.")
    int list(
            @Mixin AdminOptions options,
            @Mixin InstanceOption chosen,
            @Option(names = "--identity", paramLabel = "IDENTITY", description = "Only those of this user name.")
                    @Nullable
                    String identity,
            @Option(names = "--client", description = "Only those of client ids; --identity is one.") boolean client,
            @Mixin PageOptions page) {
        Map<String, String> query = page.query();
        if (client || identity != null) {
            query.put("type", client ? "client" : "user");
        }
        if (identity != null) {
            query.put("identity", identity);
        }
        Map<String, Object> answer =
                options.client(terminal).get(query, INSTANCES, chosen.id(options), AUTH, PERMISSIONS);
        AdminOutput.page(terminal, options, answer, PERMISSIONS);
        return Exit.OK;
    }

    @Command(name = "add", description = "Allow or deny something to an identity.")
    int add(@Mixin AdminOptions options, @Mixin InstanceOption chosen, @Mixin Content content, @Mixin Place place) {
        Map<String, Object> answer =
                options.client(terminal).post(content.body(place), INSTANCES, chosen.id(options), AUTH, PERMISSIONS);
        AdminOutput.fields(terminal, options, answer, "added");
        return Exit.OK;
    }

    @Command(name = "change", description = "Change the permission that an identity has for a topic.")
    int change(@Mixin AdminOptions options, @Mixin InstanceOption chosen, @Mixin Content content, @Mixin Place place) {
        Map<String, Object> answer =
                options.client(terminal).put(content.body(place), INSTANCES, chosen.id(options), AUTH, PERMISSIONS);
        AdminOutput.fields(terminal, options, answer, "changed");
        return Exit.OK;
    }

    @Command(name = "delete", description = "Delete the permission that an identity has for a topic.")
    int delete(@Mixin AdminOptions options, @Mixin InstanceOption chosen, @Mixin Place place) {
        Map<String, Object> answer =
                options.client(terminal).delete(place.query(), INSTANCES, chosen.id(options), AUTH, PERMISSIONS);
        AdminOutput.fields(terminal, options, answer, "deleted");
        return Exit.OK;
    }
}
