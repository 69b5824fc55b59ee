package io.hongyan.cli.option;

import static io.hongyan.client.config.ServerAddress.Scheme.MQTTS;

import io.hongyan.cli.terminal.Failure;
import io.hongyan.cli.terminal.Terminal;
import io.hongyan.client.config.ServerAddress;
import io.hongyan.client.config.Tls;
import io.hongyan.codec.Version;
import io.hongyan.server.data.Credentials;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Where the server is, how the connection is protected, and who logs in.
public final class ServerOptions {
    @Option(
            names = {"-h", "--host"},
            paramLabel = "HOST",
            description = "Server to connect to (default: localhost).")
    @Nullable
    String host;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            description = "Port, 1 to 65535 (default: 1883, with TLS 8883, ws 80, wss 443).")
    @Nullable
    Integer port;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "mqtt://, mqtts://, ws:// or wss://[user:password@]host[:port][/path] instead of -h and -p.")
    @Nullable
    String url;

    @Option(
            names = {"-A", "--ifaddr"},
            paramLabel = "ADDRESS",
            split = ",",
            description = "Address of this machine to connect from; several, with commas between, take turns.")
    List<String> localAddresses = new ArrayList<>();

    @Option(names = "--ws", description = "Speak MQTT over WebSocket.")
    boolean webSocket;

    @Option(names = "--ws-path", paramLabel = "PATH", description = "Path of the WebSocket endpoint (default: /mqtt).")
    @Nullable
    String webSocketPath;

    @Option(
            names = "--ws-origin",
            paramLabel = "ORIGIN",
            description = "Origin header of the WebSocket, for a listener that takes certain ones alone (default: the "
                    + "server's address).")
    @Nullable
    String webSocketOrigin;

    @Option(
            names = {"-V", "--protocol-version"},
            paramLabel = "VERSION",
            converter = VersionConverter.class,
            completionCandidates = Candidates.Versions.class,
            defaultValue = "5",
            description = "mqttv5, mqttv311 or mqttv31; in short 5, 311, 31 (default: 5).")
    Version version = Version.MQTT_5;

    @Option(
            names = {"-u", "--username"},
            paramLabel = "NAME",
            description = "User name.")
    @Nullable
    String username;

    @Option(
            names = {"-P", "--pw", "--password"},
            paramLabel = "PASSWORD",
            description = "Password (default: variable HONGYAN_PASSWORD, when -u is given).")
    @Nullable
    String password;

    @Option(names = "--ak", paramLabel = "KEY", description = "AccessKey: log in by signature.")
    @Nullable
    String accessKey;

    @Option(
            names = "--sk",
            paramLabel = "SECRET",
            description = "SecretKey that signs the client id; never sent (default: variable HONGYAN_SK).")
    @Nullable
    String secretKey;

    @Option(names = "--instance", paramLabel = "ID", description = "Instance to log in to, with --ak.")
    @Nullable
    String instance;

    @Option(
            names = "--connect-timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to wait for the server's answers (default: 30).")
    int connectTimeout = 30;

    @Mixin
    TlsOptions tls = new TlsOptions();

    /// Supplies what no option names; null = nothing does.
    private @Nullable LocalServer local;

    /// The server that the options name.
    ///
    /// @throws Failure when they contradict each other
    public ServerAddress address() {
        if (port != null && (port < 1 || port > 0xffff)) {
            throw Failure.usage("-p: the port is 1 to 65535, not " + port);
        }
        if (local != null && !namesServer()) {
            boolean secure = tls.wanted() || (local.onlySecure() && !webSocket);
            return local.address(scheme(secure, webSocket), path(""));
        }
        if (url == null) {
            boolean usuallySecure = port != null && port == MQTTS.defaultPort() && !webSocket;
            ServerAddress.Scheme scheme = scheme(tls.wanted() || usuallySecure, webSocket);
            int actualPort = port == null ? scheme.defaultPort() : port;
            return new ServerAddress(scheme, host == null ? "localhost" : host, actualPort, path(""));
        }
        if (host != null || port != null) {
            throw Failure.usage("--url names host and port: leave out -h and -p");
        }
        ServerUrl parsed = parsedUrl(url);
        ServerAddress.Scheme scheme = parsed.address().scheme();
        if (webSocket && !scheme.webSocket()) {
            throw Failure.usage("--url says " + name(scheme) + ", --ws says otherwise: write ws:// or wss://");
        }
        checkTls("--url", scheme);
        if (!scheme.webSocket() && !parsed.path().isEmpty()) {
            throw Failure.usage("--url: '/" + parsed.path() + "' is of no use over " + name(scheme)
                    + "; write -L for a URL with a topic, or ws:// for a path");
        }
        return new ServerAddress(
                scheme, parsed.address().host(), parsed.address().port(), path(parsed.path()));
    }

    /// Headers of the WebSocket upgrade.
    public Map<String, String> headers() {
        return webSocketOrigin == null ? Map.of() : Map.of("Origin", webSocketOrigin);
    }

    /// The login that the options name.
    ///
    /// @param clientId what a signature signs
    /// @throws Failure when the options contradict each other
    public Login login(String clientId, Terminal terminal) {
        if (accessKey != null) {
            return signed(accessKey, clientId, terminal);
        }
        Credentials known = localCredentials();
        if (known != null) {
            return Login.signed(known.accessKey(), known.secretKey(), known.instance(), clientId);
        }
        if (secretKey != null || instance != null) {
            throw Failure.usage("--sk and --instance need --ak, the AccessKey");
        }
        ServerUrl parsed = url == null ? null : parsedUrl(url);
        String name = username == null && parsed != null ? parsed.username() : username;
        String word = password == null && parsed != null ? parsed.password() : password;
        if (name != null && word == null) {
            word = terminal.variable("HONGYAN_PASSWORD");
        }
        if (name == null && word != null && !version.isV5()) {
            throw Failure.usage("-P needs -u: before MQTT 5.0 there is no password without a user name");
        }
        return new Login(name, word);
    }

    /// Lets a service of this machine supply what no option names: the address, the certificate to believe, the login.
    void supplement(@Nullable LocalServer service) {
        local = service;
    }

    /// Whether an option says where the server is.
    boolean namesServer() {
        return url != null || host != null || port != null;
    }

    /// Whether an option says who logs in.
    boolean namesLogin() {
        boolean ofUrl = url != null && parsedUrl(url).username() != null;
        return ofUrl
                || username != null
                || password != null
                || accessKey != null
                || secretKey != null
                || instance != null;
    }

    /// The login that comes from a data folder; null = another one, or none.
    @Nullable
    Credentials localCredentials() {
        return local == null || namesLogin() ? null : local.login();
    }

    /// Whom to believe, and who this side is.
    ///
    /// @throws Failure when a file cannot be read, or one of a pair is missing
    public Tls tlsSettings() {
        return tls.tls(local == null || namesServer() ? null : local.certificate());
    }

    private Login signed(String key, String clientId, Terminal terminal) {
        if (username != null || password != null) {
            throw Failure.usage("--ak computes user name and password: leave out -u and -P");
        }
        String secret = secretKey == null ? terminal.variable("HONGYAN_SK") : secretKey;
        if (secret == null) {
            throw Failure.usage("--ak needs the SecretKey: give --sk or the variable HONGYAN_SK");
        }
        if (instance == null) {
            throw Failure.usage("--ak needs --instance, the id of the instance");
        }
        try {
            return Login.signed(key, secret, instance, clientId);
        } catch (IllegalArgumentException e) {
            throw Failure.usage("--ak: " + e.getMessage());
        }
    }

    public Version version() {
        return version;
    }

    public Duration connectTimeout() {
        if (connectTimeout < 1 || connectTimeout > 600) {
            throw Failure.usage("--connect-timeout is 1 to 600 seconds, not " + connectTimeout);
        }
        return Duration.ofSeconds(connectTimeout);
    }

    /// The addresses to connect from in turn; null in it stands for that of the system's choice.
    public List<@Nullable InetAddress> localAddresses() {
        List<@Nullable InetAddress> addresses = new ArrayList<>();
        for (String text : localAddresses) {
            try {
                addresses.add(InetAddress.getByName(text));
            } catch (UnknownHostException e) {
                throw Failure.usage("-A: '" + text + "' is no address");
            }
        }
        if (addresses.isEmpty()) {
            addresses.add(null);
        }
        return addresses;
    }

    public TlsOptions tls() {
        return tls;
    }

    /// Fills in what `-L` names, as far as no other option has said it.
    ///
    /// @return the topic of the URL; empty when it has none
    String applyTopicUrl(String text) {
        if (url != null || host != null || port != null) {
            throw Failure.usage("-L names host and port: leave out -h, -p and --url");
        }
        ServerUrl parsed = parsedUrl(text);
        if (parsed.address().scheme().webSocket()) {
            throw Failure.usage("-L: its path is a topic, which a ws:// URL has no place for; write --url and -t");
        }
        host = parsed.address().host();
        port = parsed.address().port();
        username = username == null ? parsed.username() : username;
        password = password == null ? parsed.password() : password;
        checkTls("-L", parsed.address().scheme());
        if (parsed.address().scheme().secure()) {
            tls.want();
        }
        return parsed.path();
    }

    /// Takes a `--url` whose path is a topic, as `-L` does.
    ///
    /// @return the topic; empty without one
    String topicOfServerUrl() {
        String text = url;
        if (text == null) {
            return "";
        }
        ServerUrl parsed = parsedUrl(text);
        if (parsed.address().scheme().webSocket() || parsed.path().isEmpty() || host != null || port != null) {
            return "";
        }
        url = null;
        return applyTopicUrl(text);
    }

    private void checkTls(String option, ServerAddress.Scheme scheme) {
        if (tls.wanted() && !scheme.secure()) {
            throw Failure.usage(
                    option + " says " + name(scheme) + ", the TLS options say otherwise: write mqtts:// or wss://");
        }
    }

    private static ServerAddress.Scheme scheme(boolean secure, boolean webSocket) {
        if (webSocket) {
            return secure ? ServerAddress.Scheme.WSS : ServerAddress.Scheme.WS;
        }
        return secure ? ServerAddress.Scheme.MQTTS : ServerAddress.Scheme.MQTT;
    }

    /// As it stands in a URL.
    private static String name(ServerAddress.Scheme scheme) {
        return scheme.name().toLowerCase(Locale.ROOT);
    }

    private String path(String fromUrl) {
        String path = webSocketPath != null ? webSocketPath : fromUrl.isEmpty() ? "mqtt" : fromUrl;
        return path.startsWith("/") ? path : "/" + path;
    }

    private static ServerUrl parsedUrl(String text) {
        try {
            return ServerUrl.parse(text);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
    }
}
