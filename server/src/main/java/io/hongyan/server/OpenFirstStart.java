package io.hongyan.server;

import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.data.Credentials;
import java.nio.file.Path;
import java.util.Map;

/// What the first start with profile open prints to a terminal: lines to copy, for users and for everybody.
///
/// @param host option that names the server, empty when it is localhost
record OpenFirstStart(Credentials credentials, ServerConfig config, Map<String, Integer> ports, String host) {
    private static final int USUAL_PORT = 1883;

    String text(String password) {
        String data = config.data();
        StringBuilder text = new StringBuilder("""
                Hongyan made the data folder %s ready for a plain MQTT broker (profile open). This is shown once.

                """.formatted(data));
        Integer tcp = ports.get("tcp");
        if (tcp != null) {
            text.append(
                    config.auth().allowAnonymous() ? everybody(tcp) : users(tcp, data, password) + opening(tcp, data));
        }
        return text.append("""
                AccessKey %s opens everything in instance %s, too. Its secret is in %s,
                for your eyes only; ./hongyan credentials --data %s shows it.

                """.formatted(
                                credentials.accessKey(), credentials.instance(), Credentials.file(Path.of(data)), data))
                .toString();
    }

    private String users(int port, String data, String password) {
        return """
                Clients log in with user name and password. Make a user:

                  ./hongyan admin user create alice --password %s --data %s

                Receive in one terminal, send in another:

                """.formatted(password, data) + commands(port, "-u alice -P " + password + " ");
    }

    private String everybody(int port) {
        return """
                Clients need neither user name nor password. Receive in one terminal, send in another:

                """ + commands(port, "");
    }

    private String opening(int port, String data) {
        return """
                Clients without user name are refused. Where nobody else can connect, they may be let in:

                  ./hongyan serve --profile open --allow-anonymous --data %s%s

                """.formatted(data, port == USUAL_PORT ? "" : " --tcp-port " + port) + commands(port, "");
    }

    private String commands(int port, String login) {
        String server = host + "-p " + port + " " + login;
        return """
                  ./hongyan sub %1$s-t 'home/#' -v
                  ./hongyan pub %1$s-t home/door -m 'Hello'
                  mosquitto_pub %1$s-t home/door -m 'Hello'

                """.formatted(server);
    }
}
