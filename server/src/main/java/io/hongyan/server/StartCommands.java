package io.hongyan.server;

import io.hongyan.server.config.ListenerConfig;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.program.ProgramName;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Commands to copy, which work for the service as it was started.
///
/// @param ports by listener; an endpoint that is off is not there
/// @param arguments with which the service was started, after `serve`
record StartCommands(ServerConfig config, Map<String, Integer> ports, List<String> arguments) {
    private static final String TCP = "tcp";
    private static final String ANONYMOUS = "--allow-anonymous";

    /// Receives and sends, with the login of the data folder; nothing without a listener for plain MQTT.
    String exchange(String topic) {
        Integer port = ports.get(TCP);
        if (port == null) {
            return "";
        }
        String server = server(port);
        return """

                Receive in one terminal, send in another; the data folder has the login:

                  ./hongyan sub %1$s -t '%2$s/#' -v
                  ./hongyan pub %1$s -t %2$s/hello -m 'Hello'
                """.formatted(server, topic);
    }

    /// The data folder, which says where the service listens; and the address, where it is not that of this machine.
    private String server(int port) {
        ListenerConfig listener = config.listeners().get(TCP);
        String own = listener == null ? "" : listener.bind();
        String address = own.isEmpty() ? config.bind() : own;
        String data = "--data " + ProgramName.quoted(config.data());
        try {
            InetAddress known = InetAddress.getByName(address);
            boolean usual = known.isAnyLocalAddress() || address.equals("127.0.0.1") || address.equals("localhost");
            return usual ? data : data + " -h " + address + " -p " + port;
        } catch (UnknownHostException _) {
            return data;
        }
    }

    /// Makes a user: through the administration where it is on and holds the users, else in a file.
    String user() {
        String file = config.auth().passwordFile();
        if (!file.isEmpty() && AccessFiles.hasUsers(config.auth())) {
            return "They are those in " + file + ".\n";
        }
        if (!file.isEmpty()) {
            return """
                    Make a user; the command asks for the password:

                      ./hongyan user hash alice >> %s
                    """.formatted(ProgramName.quoted(file));
        }
        if (ports.containsKey("admin")) {
            return """
                    Make a user; the command asks for the password:

                      ./hongyan admin user create alice --data %s
                    """.formatted(ProgramName.quoted(config.data()));
        }
        return """
                The administration is off, so make a file of users (the command asks for the password),
                and start with it after Ctrl-C here:

                  ./hongyan user hash alice >> users.txt
                  ./hongyan serve%s --set auth.passwordFile=users.txt
                """.formatted(words());
    }

    /// The same start, for everybody.
    String opening() {
        return """

                Clients without user name are refused. Where nobody else can connect, they may be let in; after Ctrl-C here:

                  ./hongyan serve%s %s
                """.formatted(words(), ANONYMOUS);
    }

    /// With the port that was found in the place of `auto`, so that the other lines stay true.
    private String words() {
        List<String> words = new ArrayList<>();
        for (String argument : arguments) {
            String before = words.isEmpty() ? "" : words.getLast();
            Integer port = ports.get(TCP);
            boolean found = port != null
                    && ((argument.equals("auto") && before.equals("--tcp-port"))
                            || argument.equals("--tcp-port=auto")
                            || argument.equals("listeners.tcp.port=auto"));
            words.add(found ? argument.replace("auto", String.valueOf(port)) : ProgramName.quoted(argument));
        }
        return words.stream().map(word -> " " + word).collect(Collectors.joining());
    }
}
