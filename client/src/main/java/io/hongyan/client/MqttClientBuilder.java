package io.hongyan.client;

import io.hongyan.client.auth.Credentials;
import io.hongyan.client.callback.GuardedObserver;
import io.hongyan.client.config.OfflineQueue;
import io.hongyan.client.config.Proxy;
import io.hongyan.client.config.Reconnect;
import io.hongyan.client.config.ServerAddress;
import io.hongyan.client.config.Tls;
import io.hongyan.client.connect.HappyEyeballs;
import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.event.ClientObserver;
import io.hongyan.client.message.Acknowledge;
import io.hongyan.client.message.Delivery;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.MqttException;
import io.hongyan.client.options.ClientOptions;
import io.hongyan.client.options.Preconditions;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Will;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Puts a client together. Each method refuses a value that cannot be with an [IllegalArgumentException] whose message
/// names the field; what only does not fit together is refused by [#connect], [#connectAsync] and [#start]. Nothing but
/// a server is needed.
public final class MqttClientBuilder {
    private final List<ServerAddress> servers = new ArrayList<>();
    private String clientId = "";
    private Version version = Version.MQTT_5;
    private int keepAlive = 60;
    private @Nullable Duration session;
    private Credentials credentials = Credentials.NONE;
    private @Nullable Will will;
    private Properties connectProperties = Properties.NONE;
    private Tls tls = Tls.SYSTEM;
    private @Nullable Proxy proxy;
    private @Nullable InetAddress localAddress;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration callTimeout = Duration.ofSeconds(30);
    private Function<String, List<InetAddress>> resolver = HappyEyeballs::addresses;
    private Reconnect reconnect = Reconnect.USUAL;
    private @Nullable Predicate<ServerAddress> follow;
    private OfflineQueue queue = OfflineQueue.USUAL;
    private int receiveMaximum = 1024;
    private int inFlight;
    private int maximumPacketSize = 16 << 20;
    private int aliasesIn = 32;
    private int aliasesOut = 32;
    private int mailbox = 65_536;
    private boolean orderedExport;
    private @Nullable String replyTopic;
    private final List<ClientOptions.Listening> listening = new ArrayList<>();
    private @Nullable Consumer<ClientEvent> events;
    private ClientObserver observer = ClientObserver.NONE;
    private Executor executor = Thread::startVirtualThread;
    private @Nullable ClientThreads threads;

    MqttClientBuilder() {}

    /// A server, as [ServerAddress#parse] reads it. Called again, it adds another one to turn to.
    public MqttClientBuilder server(String address) {
        return server(ServerAddress.parse(address));
    }

    /// A server. Called again, it adds another one to turn to.
    public MqttClientBuilder server(ServerAddress address) {
        servers.add(address);
        return this;
    }

    /// At most 65535 bytes of UTF-8. Empty (the default) = the server chooses; before 5.0, a random one.
    public MqttClientBuilder clientId(String value) {
        clientId = value;
        return this;
    }

    /// 5.0 unless told otherwise.
    public MqttClientBuilder version(Version value) {
        version = value;
        return this;
    }

    /// How long the connection may be silent, 0 (for ever) to 65535 s; 60 s unless told otherwise. The server may
    /// decide otherwise.
    public MqttClientBuilder keepAlive(Duration value) {
        long seconds = value.toSeconds();
        Preconditions.check(seconds >= 0 && seconds <= 0xffff, "keepAlive is 0 to 65535 s, not " + value);
        keepAlive = (int) seconds;
        return this;
    }

    /// Keeps the session on the server when the client is closed, so that the next one with the same client id finds
    /// what came meanwhile. Without it the session ends with the client; cuts of the network it outlives all the same
    /// in 5.0.
    ///
    /// @param keptFor 1 s to 4,294,967,294 s; before 5.0 the server decides
    public MqttClientBuilder persistentSession(Duration keptFor) {
        long seconds = keptFor.toSeconds();
        Preconditions.check(
                seconds >= 1 && seconds < 0xffff_ffffL,
                "persistentSession is kept for 1 to 4294967294 s, not " + keptFor);
        session = keptFor;
        return this;
    }

    /// What to show to be let in; asked before each connect.
    public MqttClientBuilder credentials(Credentials value) {
        credentials = value;
        return this;
    }

    /// The same user and password each time.
    public MqttClientBuilder credentials(String username, String password) {
        return credentials(Credentials.of(username, password));
    }

    /// What the server publishes when this client goes without a word.
    public MqttClientBuilder will(Message message) {
        return will(message, Duration.ZERO);
    }

    /// The same, some time later, unless the client is back by then.
    ///
    /// @param delay 0 to 4,294,967,295 s; 5.0 only
    public MqttClientBuilder will(Message message, Duration delay) {
        long seconds = delay.toSeconds();
        Preconditions.check(seconds >= 0 && seconds <= 0xffff_ffffL, "will.delay is 0 to 4294967295 s, not " + delay);
        Properties properties = seconds == 0
                ? message.properties()
                : message.properties().toBuilder()
                        .set(Property.WILL_DELAY_INTERVAL, seconds)
                        .build();
        will = new Will(message.topic(), message.payload(), message.qos(), message.retain(), properties);
        return this;
    }

    /// One more user property of CONNECT; 5.0 only.
    public MqttClientBuilder userProperty(String name, String value) {
        connectProperties = connectProperties.toBuilder().user(name, value).build();
        return this;
    }

    /// Further properties of CONNECT, 5.0 only. A session expiry among them wins over [#persistentSession]; what has a
    /// method of its own here (receive maximum, packet size, topic aliases) is refused.
    public MqttClientBuilder connectProperties(Properties value) {
        connectProperties = connectProperties.toBuilder().addAll(value).build();
        return this;
    }

    /// Whom to believe, for servers with `mqtts://` or `wss://`; Java's authorities unless told otherwise.
    public MqttClientBuilder tls(Tls value) {
        tls = value;
        return this;
    }

    /// Connects by way of a proxy, with all four schemes; without one unless told otherwise.
    public MqttClientBuilder proxy(Proxy value) {
        proxy = value;
        return this;
    }

    /// The same, as [Proxy#parse] reads it: `http://user:password@host:port`, or `socks5://`.
    public MqttClientBuilder proxy(String url) {
        return proxy(Proxy.parse(url));
    }

    /// The address of this machine to connect from; the system chooses unless told otherwise.
    public MqttClientBuilder localAddress(InetAddress value) {
        localAddress = value;
        return this;
    }

    /// One more header of the WebSocket upgrade.
    public MqttClientBuilder header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /// For network, TLS and the server's answer together, 1 ms to 10 min; 10 s unless told otherwise.
    public MqttClientBuilder connectTimeout(Duration value) {
        Preconditions.check(
                value.toMillis() >= 1 && value.compareTo(Duration.ofMinutes(10)) <= 0,
                "connectTimeout is 1 ms to 10 min, not " + value);
        connectTimeout = value;
        return this;
    }

    /// How long blocking calls wait, 1 ms to 1 day; 30 s unless told otherwise.
    public MqttClientBuilder callTimeout(Duration value) {
        Preconditions.check(value.toMillis() >= 1 && value.toDays() <= 1, "callTimeout is 1 ms to 1 day, not " + value);
        callTimeout = value;
        return this;
    }

    /// Whether and when a lost connection is made again; [Reconnect#USUAL] unless told otherwise.
    public MqttClientBuilder reconnect(Reconnect value) {
        reconnect = value;
        return this;
    }

    /// Follows a server that sends the client elsewhere (5.0, chapter 4.11), at once and at most five times in a row;
    /// what it calls permanent takes the place of its address as long as this client lives. Off unless told otherwise,
    /// because the named server gets the credentials: `allowed`, asked on the executor, should know its own
    /// servers.
    public MqttClientBuilder followServerReference(Predicate<ServerAddress> allowed) {
        follow = allowed;
        return this;
    }

    /// What may wait in the client; [OfflineQueue#USUAL] unless told otherwise.
    public MqttClientBuilder queue(OfflineQueue value) {
        queue = value;
        return this;
    }

    /// How many messages of QoS 1 and 2 the server may send ahead of their acknowledgements, 1 to 65535; 1024 unless
    /// told otherwise. Servers before 5.0 go by their own number.
    public MqttClientBuilder receiveMaximum(int value) {
        Preconditions.check(value >= 1 && value <= 0xffff, "receiveMaximum is 1 to 65535, not " + value);
        receiveMaximum = value;
        return this;
    }

    /// How many messages of QoS 1 and 2 are sent ahead of their acknowledgements, 1 to 60,000. Unless told otherwise
    /// 1,000 with 5.0, where the server may lower it, and 20 before.
    public MqttClientBuilder inFlight(int value) {
        Preconditions.check(value >= 1 && value <= 60_000, "inFlight is 1 to 60000, not " + value);
        inFlight = value;
        return this;
    }

    /// The largest packet that is taken, 64 bytes to 256 MiB; 16 MiB unless told otherwise. A 5.0 server is told.
    public MqttClientBuilder maximumPacketSize(int value) {
        Preconditions.check(
                value >= 64 && value <= 268_435_456, "maximumPacketSize is 64 to 268435456 bytes, not " + value);
        maximumPacketSize = value;
        return this;
    }

    /// How many topics may have a number instead of a name, each way, 0 to 65535; 32 unless told otherwise.
    public MqttClientBuilder topicAliases(int received, int sent) {
        Preconditions.check(
                received >= 0 && received <= 0xffff, "topicAliases.received is 0 to 65535, not " + received);
        Preconditions.check(sent >= 0 && sent <= 0xffff, "topicAliases.sent is 0 to 65535, not " + sent);
        aliasesIn = received;
        aliasesOut = sent;
        return this;
    }

    /// How many messages wait for a receiver before further ones of QoS 0 are thrown away, 1 to 10,000,000; 65,536
    /// unless told otherwise.
    public MqttClientBuilder mailbox(int value) {
        Preconditions.check(value >= 1 && value <= 10_000_000, "mailbox is 1 to 10000000 messages, not " + value);
        mailbox = value;
        return this;
    }

    /// Asks the cloud service, at each connect and before anything else is published, to hand this client's messages to
    /// the business side in their order.
    public MqttClientBuilder orderedExport() {
        orderedExport = true;
        return this;
    }

    /// Where answers to [MqttClient#request] go; `hongyan/replies/` and the client id unless told otherwise. With the
    /// cloud's rules `parent/p2p/clientId` serves well, and needs no subscription.
    public MqttClientBuilder replyTopic(String value) {
        Preconditions.checkFilter("replyTopic", value);
        replyTopic = value;
        return this;
    }

    /// A receiver that is there before the first connection, for messages that come without a subscription of this
    /// client: of a session before, or sent to this client alone (P2P). The server is asked for nothing.
    public MqttClientBuilder listen(String filter, Consumer<Delivery> receiver) {
        return listen(filter, Acknowledge.AFTER_RECEIVER, receiver);
    }

    /// The same; [Acknowledge#MANUALLY] leaves it to the receiver when a message counts as dealt with.
    public MqttClientBuilder listen(String filter, Acknowledge acknowledge, Consumer<Delivery> receiver) {
        Preconditions.checkFilter("listen", filter);
        listening.add(new ClientOptions.Listening(filter, acknowledge, receiver));
        return this;
    }

    /// Is told what happens to the client, one event after the other, on the executor.
    public MqttClientBuilder onEvent(Consumer<ClientEvent> receiver) {
        events = receiver;
        return this;
    }

    /// Metrics and tracing. What it throws is logged, and does no harm.
    public MqttClientBuilder observer(ClientObserver value) {
        observer = value.equals(ClientObserver.NONE) ? value : new GuardedObserver(value);
        return this;
    }

    /// Where receivers, events and what hangs on futures run; new virtual threads unless told otherwise. An executor
    /// that runs tasks at once (`Runnable::run`) is the fastest, and forbids them to block.
    public MqttClientBuilder executor(Executor value) {
        executor = value;
        return this;
    }

    /// Threads of your own for the network; common ones unless told otherwise.
    public MqttClientBuilder threads(ClientThreads value) {
        threads = value;
        return this;
    }

    /// Connects, and waits until the server has let the client in.
    ///
    /// @throws MqttException when it does not; nothing is left behind then
    /// @throws IllegalArgumentException when settings do not fit together
    public MqttClient connect() {
        return MqttClient.connect(options(), threads);
    }

    /// The same without waiting. The future fails with an [MqttException], when nothing is left behind.
    ///
    /// @throws IllegalArgumentException when settings do not fit together
    public CompletableFuture<MqttClient> connectAsync() {
        return MqttClient.connectAsync(options(), threads);
    }

    /// A client that is connected when the server can be reached: at once it queues what is published, and keeps
    /// trying.
    ///
    /// @throws MqttException.QueueUnusable when the queue on disk is in use or damaged
    /// @throws IllegalArgumentException when settings do not fit together, or it should not reconnect
    public MqttClient start() {
        Preconditions.check(reconnect.enabled(), "start needs reconnect; with Reconnect.NEVER use connect");
        return MqttClient.start(options(), threads);
    }

    private ClientOptions options() {
        Preconditions.check(
                session == null || !clientId.isEmpty(),
                "persistentSession needs a clientId: the server keeps the session under it");
        Preconditions.check(
                queue.folder() == null || !clientId.isEmpty(),
                "queue.onDisk needs a clientId: the messages belong to its session");
        String id = clientId.isEmpty() && !version.isV5() ? ClientOptions.randomId() : clientId;
        return new ClientOptions(
                List.copyOf(servers),
                id,
                version,
                keepAlive,
                session,
                credentials,
                will,
                connectProperties,
                tls,
                proxy,
                localAddress,
                resolver,
                Map.copyOf(headers),
                connectTimeout,
                callTimeout,
                reconnect,
                follow,
                queue,
                receiveMaximum,
                inFlight > 0 ? inFlight : ClientOptions.usualWindow(version),
                maximumPacketSize,
                aliasesIn,
                aliasesOut,
                mailbox,
                orderedExport,
                replyTopic,
                List.copyOf(listening),
                events,
                observer,
                executor);
    }

    /// Who finds the addresses of a name, for tests.
    MqttClientBuilder resolver(Function<String, List<InetAddress>> value) {
        resolver = value;
        return this;
    }
}
