package io.hongyan.server;

import io.hongyan.auth.ServiceUserName;
import io.hongyan.auth.Signature;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.data.Credentials;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;

/// What the first start prints once: to a terminal the credentials and commands to copy; elsewhere, where it may be
/// kept for ever and read by others, the name of the file that holds them.
final class FirstStartMessage {
    private static final String DEVICE = "@@@device1";

    private final Credentials credentials;
    private final ServerConfig config;
    private final Path folder;
    private final Map<String, Integer> ports;

    /// A message.
    ///
    /// @param ports by listener; an endpoint that is off is not there
    FirstStartMessage(Credentials credentials, ServerConfig config, Map<String, Integer> ports) {
        this.credentials = credentials;
        this.config = config;
        this.folder = Path.of(config.data());
        this.ports = Map.copyOf(ports);
    }

    /// Without anything secret.
    String summary() {
        String open = config.profile() == Profile.OPEN
                ? "A user is made by: ./hongyan admin user create NAME --data " + folder
                        + " (with the password from standard input).\n"
                : "";
        return """
                Hongyan made the data folder %s ready. Its instance %s, AccessKey and SecretKey are in %s,
                for the eyes of its owner only; ./hongyan credentials --data %s shows them. They are printed to a terminal only.
                """.formatted(folder, credentials.instance(), Credentials.file(folder), folder) + open;
    }

    /// With the secrets, for a terminal.
    ///
    /// @param password for a user that the reader may make by copying a line
    String text(String password) {
        return switch (config.profile()) {
            case CLOUD -> cloud();
            case OPEN -> new OpenFirstStart(credentials, config, ports, host()).text(password);
        };
    }

    /// How commands on this machine name the server: nothing needs to be said for localhost.
    private String host() {
        String bind = config.listeners().containsKey("tcp")
                ? config.listeners().get("tcp").bind()
                : "";
        String address = bind.isEmpty() ? config.bind() : bind;
        try {
            InetAddress known = InetAddress.getByName(address);
            return known.isAnyLocalAddress() || known.isLoopbackAddress() ? "" : "-h " + address + " ";
        } catch (UnknownHostException _) {
            return "";
        }
    }

    private String cloud() {
        String password = Signature.of(credentials.secretKey(), clientId());
        StringBuilder text = new StringBuilder(identity());
        Integer tcp = ports.get("tcp");
        if (tcp != null) {
            text.append(commands(tcp)).append(mosquitto(tcp, password)).append(java(tcp, password));
        }
        return text.toString();
    }

    private String clientId() {
        return credentials.group() + DEVICE;
    }

    private String username() {
        return ServiceUserName.of(ServiceUserName.SIGNATURE, credentials.accessKey(), credentials.instance())
                .toString();
    }

    private String identity() {
        return """
                Hongyan made the data folder %s ready. This is shown once.

                  instance    %s
                  AccessKey   %s
                  SecretKey   %s
                  group       %s      client ids are %s, %s, ...
                  topic       %s      and any topic below it: %s/hello

                The same is in %s, for your eyes only; ./hongyan credentials --data %s shows it again.
                """.formatted(
                        folder,
                        credentials.instance(),
                        credentials.accessKey(),
                        credentials.secretKey(),
                        credentials.group(),
                        clientId(),
                        credentials.group() + "@@@device2",
                        credentials.topic(),
                        credentials.topic(),
                        Credentials.file(folder),
                        folder);
    }

    private String commands(int port) {
        String login = host()
                + "-p %d --ak %s --sk %s --instance %s --group %s"
                        .formatted(
                                port,
                                credentials.accessKey(),
                                credentials.secretKey(),
                                credentials.instance(),
                                credentials.group());
        return """

                Receive in one terminal, send in another:

                  ./hongyan sub %s -t '%s/#' -v
                  ./hongyan pub %s -t %s/hello -m 'Hello'
                """.formatted(login, credentials.topic(), login, credentials.topic());
    }

    private String mosquitto(int port, String password) {
        return """

                With Mosquitto's client:

                  mosquitto_pub %s-p %d -i '%s' -u '%s' -P '%s' -t %s/hello -m 'Hello'
                """.formatted(host(), port, clientId(), username(), password, credentials.topic());
    }

    private String java(int port, String password) {
        return """

                In Java, with Paho (the password is Base64(HMAC-SHA1(SecretKey, client id))):

                  MqttConnectOptions options = new MqttConnectOptions();
                  options.setUserName("%s");
                  options.setPassword("%s".toCharArray());
                  MqttClient client = new MqttClient("tcp://127.0.0.1:%d", "%s");
                  client.connect(options);
                  client.publish("%s/hello", new MqttMessage("Hello".getBytes(UTF_8)));

                """.formatted(username(), password, port, clientId(), credentials.topic());
    }
}
