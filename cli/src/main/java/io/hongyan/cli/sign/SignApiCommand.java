package io.hongyan.cli.sign;

import io.hongyan.auth.ApiSignature;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.cli.terminal.Terminal;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.data.RuntimeFile;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hongyan sign api`: a signed URL of the OpenAPI, for curl.
@Command(
        name = "api",
        description = "Print the signed URL of one call of the OpenAPI. It is good for 15 minutes and one call.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  curl \"$(hongyan sign api ListInstances)\"",
            "  curl -X POST \"$(hongyan sign api -X POST SendMessage InstanceId=mqtt-xxxxx MqttTopic=TopicA/1"
                    + " Payload=hello)\""
        })
public final class SignApiCommand implements Callable<Integer> {
    private static final String VERSION = "2020-04-20";

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "ACTION", description = "The action, such as SendMessage.")
    String action = "";

    @Parameters(index = "1..*", paramLabel = "NAME=VALUE", description = "Its parameters.")
    List<String> parameters = new ArrayList<>();

    @Option(
            names = {"-X", "--method"},
            paramLabel = "METHOD",
            description = "GET or POST, as curl is told (default: GET).")
    String method = "GET";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where the OpenAPI is (default: that of the service of the data folder).")
    @Nullable
    String url;

    @Mixin
    KeyOptions keys = new KeyOptions();

    public SignApiCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (!method.equals("GET") && !method.equals("POST")) {
            throw Failure.usage("-X is GET or POST, not " + method);
        }
        Key key = key();
        Map<String, String> all = new TreeMap<>();
        for (String parameter : parameters) {
            int equals = parameter.indexOf('=');
            if (equals < 1) {
                throw Failure.usage("a parameter has the form NAME=VALUE, unlike " + parameter);
            }
            all.put(parameter.substring(0, equals), parameter.substring(equals + 1));
        }
        all.put("Action", action);
        all.put("Version", VERSION);
        all.putIfAbsent("Format", "JSON");
        all.put("AccessKeyId", key.id());
        all.put("SignatureMethod", "HMAC-SHA1");
        all.put("SignatureVersion", "1.0");
        all.put("SignatureNonce", UUID.randomUUID().toString());
        all.put("Timestamp", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        all.put("Signature", ApiSignature.rpc(key.secret(), ApiSignature.rpcText(method, all)));
        terminal.printLine((url == null ? localUrl() : url) + "/?" + ApiSignature.query(all));
        return Exit.OK;
    }

    private record Key(String id, String secret) {}

    private Key key() {
        if (keys.accessKey == null) {
            Credentials known = keys.ofFolder(null);
            return new Key(known.accessKey(), known.secretKey());
        }
        return new Key(keys.accessKey, keys.secret(terminal));
    }

    private String localUrl() {
        Path folder = keys.folder();
        RuntimeFile.Running running = RuntimeFile.read(folder)
                .orElseThrow(() -> Failure.usage(
                        "no service of " + folder + " runs; name the OpenAPI with --url, as in http://127.0.0.1:8080"));
        Integer port = running.ports().get("api");
        if (port == null) {
            throw Failure.usage("the service of " + folder + " serves no OpenAPI: its api.port is 0");
        }
        return "http://127.0.0.1:" + port;
    }
}
