package io.hongyan.cli.sign;

import io.hongyan.cli.option.Login;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.cli.terminal.Terminal;
import io.hongyan.cloud.topic.GroupIds;
import io.hongyan.server.data.Credentials;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// `hongyan sign`: the login that any MQTT client can be given.
@Command(
        name = "sign",
        description = "Compute the user name and password of a client from an AccessKey.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  hongyan sign --ak YYYYY --sk XXXXX --instance mqtt-xxxxx --client-id GID_Test@@@0001",
            "  HONGYAN_SK=XXXXX hongyan sign --ak YYYYY --instance mqtt-xxxxx --client-id GID_Test@@@0001 --json",
            "  hongyan sign --data /var/lib/hongyan --client-id GID_Test@@@0001"
        })
public final class SignCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    KeyOptions keys = new KeyOptions();

    @Option(
            names = "--instance",
            paramLabel = "ID",
            description = "Id of the instance (default, without --ak: that of the first start of the data folder).")
    @Nullable
    String instance;

    @Option(
            names = {"-i", "--client-id"},
            paramLabel = "ID",
            description = "The client id that is signed, GROUP@@@DEVICE.")
    @Nullable
    String clientId;

    @Option(names = "--json", description = "Print a JSON object.")
    boolean json;

    public SignCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /// With the command for the OpenAPI below it.
    public static CommandLine commands(Terminal terminal) {
        return new CommandLine(new SignCommand(terminal)).addSubcommand(new SignApiCommand(terminal));
    }

    @Override
    public Integer call() {
        if (clientId == null) {
            throw Failure.usage("-i is missing: the client id that is signed, GROUP@@@DEVICE");
        }
        return sign(clientId);
    }

    private Integer sign(String clientId) {
        Login login = keys.accessKey == null ? ofFolder(clientId) : given(keys.accessKey, clientId);
        noteForm(clientId);
        String username = String.valueOf(login.username());
        String password = String.valueOf(login.password());
        if (json) {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("clientId", clientId);
            fields.put("username", username);
            fields.put("password", password);
            terminal.printLine(JsonMapper.shared().writeValueAsString(fields));
        } else {
            terminal.printLine("username: " + username);
            terminal.printLine("password: " + password);
        }
        return Exit.OK;
    }

    /// A login that is right and is refused all the same would be looked for in the keys.
    private void noteForm(String clientId) {
        if (GroupIds.of(clientId) == null) {
            terminal.err()
                    .println(
                            "note: an instance with profile cloud takes client ids of the form GROUP@@@DEVICE alone, such"
                                    + " as GID_default@@@" + (clientId.matches("[\\w-]+") ? clientId : "0001") + "; '"
                                    + clientId
                                    + "' is one for profile open");
        }
    }

    private Login ofFolder(String clientId) {
        Credentials known = keys.ofFolder(instance);
        return signed(known.accessKey(), known.secretKey(), known.instance(), clientId);
    }

    private Login given(String key, String clientId) {
        String secret = keys.secret(terminal);
        if (instance == null) {
            throw Failure.usage("--ak needs --instance, the id of the instance");
        }
        return signed(key, secret, instance, clientId);
    }

    private Login signed(String key, String secret, String id, String clientId) {
        try {
            return Login.signed(key, secret, id, clientId);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
    }
}
