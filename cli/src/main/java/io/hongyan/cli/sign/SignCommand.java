package io.hongyan.cli.sign;

import io.hongyan.auth.ServiceUserName;
import io.hongyan.auth.Signature;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// `hongyan sign`: the login that any MQTT client can be given.
@Command(
        name = "sign",
        description = "Compute the user name and password of a client from an AccessKey.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  hongyan sign --ak YYYYY --sk XXXXX --instance mqtt-xxxxx --client-id GID_Test@@@0001",
            "  HONGYAN_SK=XXXXX hongyan sign --ak YYYYY --instance mqtt-xxxxx --client-id GID_Test@@@0001 --json"
        })
public final class SignCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--ak", required = true, paramLabel = "KEY", description = "AccessKey.")
    String accessKey = "";

    @Option(names = "--sk", paramLabel = "SECRET", description = "SecretKey (default: variable HONGYAN_SK).")
    @Nullable
    String secretKey;

    @Option(names = "--instance", required = true, paramLabel = "ID", description = "Id of the instance.")
    String instance = "";

    @Option(
            names = {"-i", "--client-id"},
            required = true,
            paramLabel = "ID",
            description = "The client id that is signed, GROUP@@@DEVICE.")
    String clientId = "";

    @Option(names = "--json", description = "Print a JSON object.")
    boolean json;

    public SignCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        String secret = secretKey == null ? terminal.variable("HONGYAN_SK") : secretKey;
        if (secret == null) {
            throw Failure.usage("there is no SecretKey: give --sk or the variable HONGYAN_SK");
        }
        String username;
        String password;
        try {
            username = ServiceUserName.of(ServiceUserName.SIGNATURE, accessKey, instance)
                    .toString();
            password = Signature.of(secret, clientId);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
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
}
