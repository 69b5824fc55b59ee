package io.hongyan.cli.option;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.cli.terminal.Terminal;
import io.hongyan.client.config.Proxy;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Will;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import io.hongyan.server.data.Credentials;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What `pub` and `sub` share: the server, the client's identity, its session and its will.
public final class ClientOptions {
    private static final long NEVER = 0xffff_ffffL;

    @Mixin
    ServerOptions server = new ServerOptions();

    @Mixin
    RefusedOptions refused = new RefusedOptions();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder of a service on this machine, which supplies address and login where no other "
                    + "option does (default: that of the environment, else ./data, if a service of it runs and no"
                    + " option names server or login).")
    @Nullable
    Path data;

    @Option(
            names = "--proxy",
            paramLabel = "URL",
            description = "socks5h://[user[:password]@]host[:port] or http://[user:password@]host:port: a proxy to "
                    + "connect through.")
    @Nullable
    String proxy;

    @Option(names = "--nodelay", description = "No effect: small packets are never held back.")
    boolean noDelay;

    @Option(
            names = {"-L"},
            paramLabel = "URL",
            description = "mqtt[s]://[user:password@]host[:port]/topic: server, login and topic in one.")
    @Nullable
    String topicUrl;

    @Option(
            names = {"-i", "--id"},
            paramLabel = "ID",
            description = "Client id (default: hongyan_ and random digits).")
    @Nullable
    String clientId;

    @Option(
            names = {"-I", "--id-prefix"},
            paramLabel = "PREFIX",
            description = "Client id made of this prefix and random digits.")
    @Nullable
    String clientIdPrefix;

    @Option(
            names = "--group",
            paramLabel = "GROUP",
            description = "Client id GROUP@@@DEVICE, as the cloud profile wants it.")
    @Nullable
    String group;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "Device of --group, or of the group of the data folder (default: random digits).")
    @Nullable
    String device;

    @Option(
            names = {"-k", "--keepalive"},
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Keep-alive, 0 (off) to 65535 (default: 60).")
    int keepAlive = 60;

    @Option(
            names = {"-c", "--disable-clean-session"},
            description = "Keep the session after the end; needs -i or --device. The next run goes on with it.")
    boolean persistent;

    @Option(
            names = {"-x", "--session-expiry-interval"},
            paramLabel = "SECONDS",
            converter = ExpiryConverter.class,
            description = "5.0: how long the session outlives the connection; -1 or ∞ for ever (default: 0, with -c "
                    + "-1). Needs -i or --device.")
    @Nullable
    Long sessionExpiry;

    @Option(names = "--will-topic", paramLabel = "TOPIC", description = "Topic of the will.")
    @Nullable
    String willTopic;

    @Option(names = "--will-payload", paramLabel = "TEXT", description = "Payload of the will (default: empty).")
    @Nullable
    String willPayload;

    @Option(
            names = "--will-qos",
            paramLabel = "QOS",
            converter = QosConverter.class,
            completionCandidates = Candidates.Levels.class,
            defaultValue = "0",
            description = "QoS of the will, 0, 1 or 2 (default: 0).")
    QoS willQos = QoS.AT_MOST_ONCE;

    @Option(names = "--will-retain", description = "The will is retained.")
    boolean willRetain;

    @Option(
            names = {"-D", "--property"},
            arity = "1..*",
            paramLabel = "PACKET PROPERTY VALUE",
            parameterConsumer = PropertyConsumer.class,
            description = "5.0: a property of connect, will, publish, subscribe, unsubscribe or disconnect; "
                    + "'-D publish user-property NAME VALUE' for user properties. May be repeated.")
    PacketProperties properties = new PacketProperties();

    @Option(
            names = {"-d", "--debug"},
            description = "Show the packets on standard error.")
    boolean debug;

    @Option(names = "--no-reconnect", description = "Exit with code 7 when the connection is lost.")
    boolean noReconnect;

    @Option(names = "--quiet", description = "No messages on standard error.")
    boolean quiet;

    /// The topic of an option, else that of the URL. Reads `-L`, and the data folder; to be called first.
    ///
    /// @param given null without the option
    /// @param use of the topic, for the message
    /// @throws Failure when there is none
    public String topic(@Nullable String given, String use) {
        String ofUrl = topicOfUrl();
        if (given != null && !ofUrl.isEmpty() && !given.equals(ofUrl)) {
            throw Failure.usage((topicUrl != null ? "-L" : "--url") + " names the topic '" + ofUrl + "', and -t '"
                    + given + "': leave out one of them");
        }
        String topic = given != null ? given : ofUrl;
        if (topic.isEmpty()) {
            throw Failure.usage("there is no topic " + use + ": add -t TOPIC");
        }
        return topic;
    }

    /// Reads `-L`, and the data folder. To be called first.
    ///
    /// @return the topic in the URL; empty without one
    public String topicOfUrl() {
        String topic = topicUrl == null ? server.topicOfServerUrl() : server.applyTopicUrl(topicUrl);
        if (data != null) {
            server.supplement(LocalServer.named(data));
        } else if (!server.namesServer() && !server.namesLogin()) {
            server.supplement(LocalServer.running(DataFolderOption.or(null)).orElse(null));
        }
        return topic;
    }

    /// The proxy to connect through; null = none.
    ///
    /// @throws Failure when that is no URL of one
    public @Nullable Proxy proxy() {
        return proxy == null ? null : ProxyUrl.parse(proxy);
    }

    /// Runs a command, whose failures are silent with `--quiet`, but for those of the options.
    public int quietly(IntSupplier command) {
        try {
            return command.getAsInt();
        } catch (Failure e) {
            if (quiet && e.exitCode() != Exit.USAGE) {
                return e.exitCode();
            }
            throw e;
        }
    }

    /// The first packet, as all options together want it.
    ///
    /// @throws Failure when they contradict each other
    @SuppressWarnings("NullAway") // it does not see that an array in a class file may be null
    public Connect connect(Terminal terminal) {
        Version version = server.version();
        if (!version.isV5() && (sessionExpiry != null || !properties.isEmpty())) {
            throw Failure.usage((sessionExpiry != null ? "-x" : "-D") + " is of MQTT 5.0: leave out -V");
        }
        long expiry = sessionExpiry();
        String id = id(terminal);
        Login login = server.login(id, terminal);
        if (keepAlive < 0 || keepAlive > 0xffff) {
            throw Failure.usage("-k: keep-alive is 0 to 65535 seconds, not " + keepAlive);
        }
        return new Connect(
                version,
                !persistent,
                keepAlive,
                id,
                will(),
                login.username(),
                login.passwordBytes(),
                connectProperties(expiry));
    }

    private String id(Terminal terminal) {
        if (clientId != null && clientIdPrefix != null) {
            throw Failure.usage("-i and -I exclude each other");
        }
        boolean ownId = clientId != null || clientIdPrefix != null;
        if (ownId && (group != null || device != null)) {
            throw Failure.usage((group != null ? "--group" : "--device") + " makes the client id: leave out -i and -I");
        }
        Credentials known = server.localCredentials();
        String usedGroup = group != null || ownId || known == null ? group : known.group();
        if (usedGroup != null) {
            requireKnownId("--device", device);
            return usedGroup + "@@@" + (device == null ? randomDigits(terminal) : device);
        }
        if (device != null) {
            throw Failure.usage(
                    "--device needs the group of the device: add --group GROUP, such as --group GID_default,"
                            + " or --data DIR with the data folder of a service, whose group it then is; or write the"
                            + " whole client id with -i");
        }
        requireKnownId("-i", clientId);
        return clientId != null
                ? clientId
                : (clientIdPrefix == null ? "hongyan_" : clientIdPrefix) + randomDigits(terminal);
    }

    /// A session that nobody can name again is of no use.
    private void requireKnownId(String option, @Nullable String value) {
        String keeper = keeper();
        if (keeper != null && value == null) {
            throw Failure.usage(
                    keeper + " keeps the session, so that it needs a client id to be found by: add " + option);
        }
    }

    /// The option that keeps the session on the server; null = none does.
    private @Nullable String keeper() {
        if (persistent) {
            return "-c";
        }
        if (sessionExpiry != null && sessionExpiry != 0) {
            return "-x";
        }
        boolean asProperty =
                properties.of(PacketProperties.Carrier.CONNECT).number(Property.SESSION_EXPIRY_INTERVAL, 0) != 0;
        return asProperty && sessionExpiry == null ? "-D connect session-expiry-interval" : null;
    }

    private static String randomDigits(Terminal terminal) {
        return String.format(Locale.ROOT, "%012x", terminal.random().nextLong(1L << 48));
    }

    private @Nullable Will will() {
        if (willTopic == null) {
            if (willPayload != null || willRetain || willQos != QoS.AT_MOST_ONCE) {
                throw Failure.usage("--will-payload, --will-qos and --will-retain need --will-topic");
            }
            return null;
        }
        byte[] payload = (willPayload == null ? "" : willPayload).getBytes(UTF_8);
        Properties willProperties = properties.of(PacketProperties.Carrier.WILL);
        return new Will(Topics.name("--will-topic", willTopic), payload, willQos, willRetain, willProperties);
    }

    private long sessionExpiry() {
        long seconds = sessionExpiry != null ? sessionExpiry : persistent ? -1 : 0;
        if (seconds < -1 || seconds > NEVER) {
            throw Failure.usage("-x: the session expiry is -1 to " + NEVER + " seconds, not " + seconds);
        }
        return seconds;
    }

    /// @param seconds that the session outlives the connection; -1 for ever
    private Properties connectProperties(long seconds) {
        Properties given = properties.of(PacketProperties.Carrier.CONNECT);
        if (!server.version().isV5()
                || (seconds == 0 && sessionExpiry == null)
                || given.has(Property.SESSION_EXPIRY_INTERVAL)) {
            return given;
        }
        return given.toBuilder()
                .set(Property.SESSION_EXPIRY_INTERVAL, seconds == -1 ? NEVER : seconds)
                .build();
    }

    /// What the last packet carries.
    public Properties disconnectProperties() {
        return properties.of(PacketProperties.Carrier.DISCONNECT);
    }

    public ServerOptions server() {
        return server;
    }

    public Properties properties(PacketProperties.Carrier carrier) {
        return properties.of(carrier);
    }

    public boolean debug() {
        return debug;
    }

    public boolean quiet() {
        return quiet;
    }

    public boolean noReconnect() {
        return noReconnect;
    }
}
