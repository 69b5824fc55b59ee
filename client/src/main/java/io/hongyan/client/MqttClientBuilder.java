package io.hongyan.client;

import io.hongyan.client.auth.Credentials;
import io.hongyan.client.callback.GuardedObserver;
import io.hongyan.client.config.OfflineQueue;
import io.hongyan.client.config.Proxy;
import io.hongyan.client.config.Reconnect;
import io.hongyan.client.config.ServerAddress;
import io.hongyan.client.config.Tls;
import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.event.ClientObserver;
import io.hongyan.client.message.Acknowledge;
import io.hongyan.client.message.Delivery;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.MqttException;
import io.hongyan.client.options.CallbackOptions;
import io.hongyan.client.options.ClientOptions;
import io.hongyan.client.options.LimitOptions;
import io.hongyan.client.options.NetworkOptions;
import io.hongyan.client.options.Preconditions;
import io.hongyan.client.options.SessionOptions;
import io.hongyan.codec.Version;
import io.hongyan.codec.property.Properties;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Builds a client. Each method refuses an invalid value with an [IllegalArgumentException] whose message
/// names the field; contradictions are refused by [#connect], [#connectAsync] and [#start]. Only
/// a server is required.
public final class MqttClientBuilder {
    private final NetworkOptions.Builder network = new NetworkOptions.Builder();
    private final SessionOptions.Builder session = new SessionOptions.Builder();
    private final LimitOptions.Builder limits = new LimitOptions.Builder();
    private final CallbackOptions.Builder callbacks = new CallbackOptions.Builder();
    private @Nullable ClientThreads threads;

    MqttClientBuilder() {}

    /// A server, as [ServerAddress#parse] reads it. Called again, it adds another server to try.
    public MqttClientBuilder server(String address) {
        return server(ServerAddress.parse(address));
    }

    /// A server. Called again, it adds another server to try.
    public MqttClientBuilder server(ServerAddress address) {
        network.addServer(address);
        return this;
    }

    /// At most 65535 bytes of UTF-8. Empty (the default) = the server chooses; before 5.0, a random one.
    public MqttClientBuilder clientId(String value) {
        session.clientId(value);
        return this;
    }

    /// 5.0 by default.
    public MqttClientBuilder version(Version value) {
        session.version(value);
        return this;
    }

    /// The keep alive time, 0 (off) to 65535 s; 60 s by default. The server may
    /// set another one (5.0).
    public MqttClientBuilder keepAlive(Duration value) {
        session.keepAlive(value);
        return this;
    }

    /// Keeps the session on the server when the client is closed, so that the next one with the same client id finds
    /// the messages of the meantime. Without it the session ends with the client; it survives lost connections
    /// nevertheless in 5.0.
    ///
    /// @param keptFor 1 s to 4,294,967,294 s; before 5.0 the server decides
    public MqttClientBuilder persistentSession(Duration keptFor) {
        session.persistent(keptFor);
        return this;
    }

    /// The source of the login; called before each connect.
    public MqttClientBuilder credentials(Credentials value) {
        session.credentials(value);
        return this;
    }

    /// The same user and password each time.
    public MqttClientBuilder credentials(String username, String password) {
        return credentials(Credentials.of(username, password));
    }

    /// The will: the message that the server publishes when the client's connection ends without DISCONNECT.
    public MqttClientBuilder will(Message message) {
        return will(message, Duration.ZERO);
    }

    /// The will with a delay, within which the client may reconnect.
    ///
    /// @param delay 0 to 4,294,967,295 s; 5.0 only
    public MqttClientBuilder will(Message message, Duration delay) {
        session.will(message, delay);
        return this;
    }

    /// One more user property of CONNECT; 5.0 only.
    public MqttClientBuilder userProperty(String name, String value) {
        return connectProperties(Properties.builder().user(name, value).build());
    }

    /// Further properties of CONNECT, 5.0 only. A session expiry among them wins over [#persistentSession]; what has a
    /// method of its own here (receive maximum, packet size, topic aliases) is refused.
    public MqttClientBuilder connectProperties(Properties value) {
        session.addConnectProperties(value);
        return this;
    }

    /// Which servers are trusted and which certificate is shown, for servers with `mqtts://` or `wss://`; Java's
    /// authorities and none by default.
    public MqttClientBuilder tls(Tls value) {
        network.tls(value);
        return this;
    }

    /// Connects through a proxy, with all four schemes; without one by default.
    public MqttClientBuilder proxy(Proxy value) {
        network.proxy(value);
        return this;
    }

    /// The same, as [Proxy#parse] reads it: `http://user:password@host:port`, or `socks5://`.
    public MqttClientBuilder proxy(String url) {
        return proxy(Proxy.parse(url));
    }

    /// The address of this machine to connect from; the system chooses by default.
    public MqttClientBuilder localAddress(InetAddress value) {
        network.localAddress(value);
        return this;
    }

    /// One more header of the WebSocket upgrade.
    public MqttClientBuilder header(String name, String value) {
        network.addHeader(name, value);
        return this;
    }

    /// For network, TLS and the server's answer together, 1 ms to 10 min; 10 s by default.
    public MqttClientBuilder connectTimeout(Duration value) {
        network.connectTimeout(value);
        return this;
    }

    /// How long blocking calls wait, 1 ms to 1 day; 30 s by default.
    public MqttClientBuilder callTimeout(Duration value) {
        callbacks.callTimeout(value);
        return this;
    }

    /// Whether and when a lost connection is made again; [Reconnect#USUAL] by default.
    public MqttClientBuilder reconnect(Reconnect value) {
        network.reconnect(value);
        return this;
    }

    /// Follows a reference to another server (5.0, chapter 4.11), at once and at most five times in a row;
    /// a permanent reference replaces the address as long as this client lives. Off by default,
    /// because the named server gets the credentials: `allowed`, asked on the executor, should accept your own
    /// servers only.
    public MqttClientBuilder followServerReference(Predicate<ServerAddress> allowed) {
        network.follow(allowed);
        return this;
    }

    /// The queue of messages that wait in the client; [OfflineQueue#USUAL] by default.
    public MqttClientBuilder queue(OfflineQueue value) {
        limits.queue(value);
        return this;
    }

    /// How many messages of QoS 1 and 2 the server may send ahead of their acknowledgements, 1 to 65535; 1024 unless
    /// told otherwise. Servers before 5.0 go by their own number.
    public MqttClientBuilder receiveMaximum(int value) {
        limits.receiveMaximum(value);
        return this;
    }

    /// How many messages of QoS 1 and 2 are sent ahead of their acknowledgements, 1 to 60,000. Unless told otherwise
    /// 1,000 with 5.0, where the server may lower it, and 20 before.
    public MqttClientBuilder inFlight(int value) {
        limits.inFlight(value);
        return this;
    }

    /// The largest packet that is accepted, 64 bytes to 256 MiB; 16 MiB by default. A 5.0 server gets the value in
    /// CONNECT.
    public MqttClientBuilder maximumPacketSize(int value) {
        limits.maximumPacketSize(value);
        return this;
    }

    /// How many topic aliases may be used in each direction, 0 to 65535; 32 by default.
    public MqttClientBuilder topicAliases(int received, int sent) {
        limits.topicAliases(received, sent);
        return this;
    }

    /// How many messages wait for a receiver before further ones of QoS 0 are dropped, 1 to 10,000,000; 65,536
    /// by default.
    public MqttClientBuilder mailbox(int value) {
        limits.mailbox(value);
        return this;
    }

    /// Asks the cloud service, at each connect and before anything else is published, to hand this client's messages to
    /// the business side in their order.
    public MqttClientBuilder orderedExport() {
        session.orderedExport();
        return this;
    }

    /// Where answers to [MqttClient#request] go: a topic name that only this client subscribes to; `hongyan/replies/`
    /// and the client id by default. An instance in profile cloud refuses that one, since it is below none
    /// of the instance's parent topics: set `parent/p2p/clientId` there, which needs no subscription.
    ///
    /// @throws IllegalArgumentException when that is no topic name
    public MqttClientBuilder replyTopic(String value) {
        session.replyTopic(value);
        return this;
    }

    /// A receiver that is there before the first connection, for messages that come without a subscription of this
    /// client: of a session before, or sent to this client alone (P2P). The server is asked for nothing.
    ///
    /// The receiver may be called before [#connect], [#connectAsync] or [#start] has returned, on another thread: what
    /// it uses must be there before, and it cannot count on the client that they return.
    public MqttClientBuilder listen(String filter, Consumer<Delivery> receiver) {
        return listen(filter, Acknowledge.AFTER_RECEIVER, receiver);
    }

    /// The same; [Acknowledge#MANUALLY] leaves it to the receiver when a message is acknowledged.
    public MqttClientBuilder listen(String filter, Acknowledge acknowledge, Consumer<Delivery> receiver) {
        callbacks.listen(filter, acknowledge, receiver);
        return this;
    }

    /// A listener that gets what happens to the client, one event after the other, on the executor. Called again, it
    /// adds another listener; each gets all events, and a slow one does not hold up the others.
    public MqttClientBuilder onEvent(Consumer<ClientEvent> receiver) {
        callbacks.addEventListener(receiver);
        return this;
    }

    /// Metrics and tracing. Exceptions from it are logged and have no other effect.
    public MqttClientBuilder observer(ClientObserver value) {
        callbacks.observer(value.equals(ClientObserver.NONE) ? value : new GuardedObserver(value));
        return this;
    }

    /// Where receivers, event listeners and stages of futures run; by default a thread that waits for them, and new
    /// virtual threads while that one is busy. An executor that runs tasks at once (`Runnable::run`) is the fastest,
    /// and forbids them to block.
    public MqttClientBuilder executor(Executor value) {
        callbacks.executor(value);
        return this;
    }

    /// Threads of your own for the network; shared ones by default, the first of them for the first four clients.
    public MqttClientBuilder threads(ClientThreads value) {
        threads = value;
        return this;
    }

    /// Connects, and waits until the server has accepted the client.
    ///
    /// @throws MqttException when it does not; no resources remain then
    /// @throws IllegalArgumentException when settings do not fit together
    public MqttClient connect() {
        return MqttClient.connect(options(), threads);
    }

    /// The same without waiting. The future fails with an [MqttException], when nothing is left behind. A caller that
    /// ends it before it is completed, as by `cancel` or `orTimeout`, ends the attempt: nothing is left behind then,
    /// too.
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
        ClientOptions options = options();
        Preconditions.check(
                options.network().reconnect().enabled(), "start needs reconnect; with Reconnect.NEVER use connect");
        return MqttClient.start(options, threads);
    }

    private ClientOptions options() {
        return new ClientOptions(network.build(), session.build(), limits.build(), callbacks.build());
    }

    /// Looks up the addresses of a name; for tests.
    MqttClientBuilder resolver(Function<String, List<InetAddress>> value) {
        network.resolver(value);
        return this;
    }
}
