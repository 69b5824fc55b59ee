package io.hongyan.cli.admin;

import io.hongyan.cli.terminal.CommandGroup;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Terminal;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `hongyan admin credential`.
@Command(
        name = "credential",
        description = "Credentials of devices: a secret for each client id, without an AccessKey.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  hongyan admin credential create GID_robots@@@7",
            "  hongyan admin credential list --prefix GID_robots@@@",
            "",
            "A device logs in with the user name that is shown; its password is Base64 of HMAC-SHA1 over its",
            "client id, with its secret."
        })
final class CredentialCommand extends CommandGroup {
    private static final String INSTANCES = "instances";
    private static final String CREDENTIALS = "device-credentials";

    private final Terminal terminal;

    CredentialCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(name = "list", description = "List clients with a credential by rising id, without their secrets.")
    int list(@Mixin AdminOptions options, @Mixin InstanceOption chosen, @Mixin PageOptions page) {
        Map<String, Object> answer =
                options.client(terminal).get(page.query(), INSTANCES, chosen.id(options), CREDENTIALS);
        AdminOutput.page(terminal, options, answer, "credentials");
        return Exit.OK;
    }

    @Command(
            name = "create",
            description = "Make the credential of a client that has none. Its secret is shown this one time.")
    int create(
            @Mixin AdminOptions options,
            @Mixin InstanceOption chosen,
            @Parameters(paramLabel = "CLIENTID", description = "GROUP@@@DEVICE.") String clientId) {
        Map<String, Object> answer =
                options.client(terminal).post(Map.of("clientId", clientId), INSTANCES, chosen.id(options), CREDENTIALS);
        AdminOutput.fields(terminal, options, answer, "created");
        return Exit.OK;
    }

    @Command(
            name = "refresh",
            description =
                    "Give a client another secret, which is shown this one time. The old one counts no more, and a"
                            + " connection with it ends.")
    int refresh(
            @Mixin AdminOptions options,
            @Mixin InstanceOption chosen,
            @Parameters(paramLabel = "CLIENTID") String clientId) {
        Map<String, Object> answer = options.client(terminal)
                .post(Map.of(), INSTANCES, chosen.id(options), CREDENTIALS, clientId, "refresh");
        AdminOutput.fields(terminal, options, answer, "refreshed");
        return Exit.OK;
    }

    @Command(name = "delete", description = "Delete the credential of a client; a connection with it ends.")
    int delete(
            @Mixin AdminOptions options,
            @Mixin InstanceOption chosen,
            @Parameters(paramLabel = "CLIENTID") String clientId) {
        Map<String, Object> answer =
                options.client(terminal).delete(INSTANCES, chosen.id(options), CREDENTIALS, clientId);
        AdminOutput.fields(terminal, options, answer, "deleted the credential of " + clientId);
        return Exit.OK;
    }
}
