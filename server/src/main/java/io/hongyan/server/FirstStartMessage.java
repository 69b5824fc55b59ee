package io.hongyan.server;

import io.hongyan.auth.ServiceUserName;
import io.hongyan.auth.Signature;
import io.hongyan.server.data.Credentials;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// The message that the first start prints once: the credentials, and commands to copy.
final class FirstStartMessage {
    private static final String DEVICE = "@@@device1";

    private final Credentials credentials;
    private final Path folder;
    private final Map<String, Integer> ports;

    /// A welcome.
    ///
    /// @param ports by listener; an endpoint that is off is not there
    FirstStartMessage(Credentials credentials, Path folder, Map<String, Integer> ports) {
        this.credentials = credentials;
        this.folder = folder;
        this.ports = new LinkedHashMap<>(ports);
    }

    String text() {
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

                The same is in %s, for your eyes only; ./hongyan credentials shows it again.
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
                        Credentials.file(folder));
    }

    private String commands(int port) {
        String login = "-p %d --ak %s --sk %s --instance %s --group %s"
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

                  mosquitto_pub -p %d -i '%s' -u '%s' -P '%s' -t %s/hello -m 'Hello'
                """.formatted(port, clientId(), username(), password, credentials.topic());
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
