package io.hongyan.server;

import io.hongyan.auth.ServiceUserName;
import io.hongyan.auth.Signature;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.program.ProgramName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the first start prints once: to a terminal the credentials and commands to copy; elsewhere, where it may be
/// kept for ever and read by others, the name of the file that holds them. No command has a secret in it: others on the
/// machine could read it.
final class FirstStartMessage {
    private static final String DEVICE = "@@@device1";
    private static final String OPEN_TOPIC = "home";

    private final Credentials credentials;
    private final ServerConfig config;
    private final Path folder;
    private final String quoted;
    private final StartCommands commands;
    private final Optional<ConsoleAccess> console;

    /// A message.
    ///
    /// @param console how to get into it; empty when this build or this service has none
    /// @param ports by listener; an endpoint that is off is not there
    /// @param arguments with which the service was started, after `serve`
    FirstStartMessage(
            Credentials credentials,
            ServerConfig config,
            Optional<ConsoleAccess> console,
            Map<String, Integer> ports,
            List<String> arguments) {
        this.console = console;
        this.credentials = credentials;
        this.config = config;
        this.folder = Path.of(config.data());
        this.quoted = ProgramName.quoted(folder);
        this.commands = new StartCommands(config, Map.copyOf(ports), List.copyOf(arguments));
    }

    /// Without anything secret.
    String summary() {
        boolean open = config.profile() == Profile.OPEN;
        return """
                Hongyan made the data folder %s ready. Its instance %s, AccessKey and SecretKey are in %s,
                for the eyes of its owner only; ./hongyan credentials --data %s shows them. They are printed to a terminal only.
                """.formatted(folder, credentials.instance(), Credentials.file(folder), quoted)
                + commands.exchange(open ? OPEN_TOPIC : credentials.topic())
                + (open ? openTo() : "")
                + console.map(ConsoleAccess::summary).orElse("");
    }

    /// With the secrets, for a terminal.
    String text() {
        String devices = switch (config.profile()) {
            case CLOUD -> cloud();
            case OPEN -> open();
        };
        return devices + console.map(ConsoleAccess::text).orElse("");
    }

    private String cloud() {
        String client = credentials.group() + DEVICE;
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
                                client,
                                credentials.group() + "@@@device2",
                                credentials.topic(),
                                credentials.topic(),
                                Credentials.file(folder),
                                quoted)
                + commands.exchange(credentials.topic())
                + """

                Any other client of MQTT logs in with (the password is Base64(HMAC-SHA1(SecretKey, client id))):

                  client id   %s
                  user name   %s
                  password    %s
                """.formatted(
                        client,
                        ServiceUserName.of(ServiceUserName.SIGNATURE, credentials.accessKey(), credentials.instance()),
                        Signature.of(credentials.secretKey(), client));
    }

    private String open() {
        return """
                Hongyan made the data folder %s ready for a plain MQTT broker (profile open). This is shown once.
                """.formatted(folder)
                + commands.exchange(OPEN_TOPIC)
                + openTo()
                + """

                AccessKey %s opens everything in instance %s, too. Its secret is in %s,
                for your eyes only; ./hongyan credentials --data %s shows it.
                """.formatted(credentials.accessKey(), credentials.instance(), Credentials.file(folder), quoted);
    }

    /// Who may connect in profile open.
    private String openTo() {
        return config.auth().allowAnonymous()
                ? "\nClients need neither user name nor password.\n"
                : "\nClients log in with user name and password. " + commands.user() + commands.opening();
    }
}
