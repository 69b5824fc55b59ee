package io.hongyan.client.session;

import io.hongyan.client.auth.Login;
import io.hongyan.client.config.Proxy;
import io.hongyan.client.config.Reconnect;
import io.hongyan.client.config.ServerAddress;
import io.hongyan.client.connect.HappyEyeballs;
import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.loop.ClientEventLoop;
import io.hongyan.client.message.MqttException;
import io.hongyan.client.options.ClientOptions;
import io.hongyan.client.options.NetworkOptions;
import io.hongyan.transport.Connection;
import io.hongyan.transport.TransportException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Decides to which server the client connects next and when, gets the credentials, and starts the connection.
///
/// Confined to the loop.
final class ConnectScheduler {

    /// How often a server is followed before a connection holds.
    static final int MOST_HOPS = 5;

    private final Session session;
    private final ClientEventLoop loop;
    private final ClientOptions options;
    private final NetworkOptions network;
    private final RandomGenerator random;
    /// The servers to try in turn. A server that has moved permanently is replaced.
    private List<ServerAddress> servers;
    /// Servers that a server reference named, not tried yet.
    private List<ServerAddress> detours = List.of();
    private ServerAddress current;
    private int turn;
    private int failures;
    private int hops;

    ConnectScheduler(Session session, RandomGenerator random) {
        this.session = session;
        this.loop = session.loop();
        this.options = session.options();
        this.network = options.network();
        this.random = random;
        this.servers = network.servers();
        this.current = servers.getFirst();
    }

    /// Makes the first attempt.
    void begin() {
        connect(servers.getFirst());
    }

    /// The last connection was a success: the next delay is the first again.
    void forgive() {
        failures = 0;
        hops = 0;
    }

    /// The server accepted the client.
    void arrived() {
        detours = List.of();
    }

    /// Whether there is another server to try at once.
    boolean hasDetour() {
        return !detours.isEmpty();
    }

    /// Goes where the server wants, if it named another one and the user allows it.
    ///
    /// @param otherwise done when that is not so
    void follow(MqttException why, Runnable otherwise) {
        ServerReference reference = ServerReference.of(why);
        Predicate<ServerAddress> allowed = network.follow();
        if (reference == null || allowed == null || hops >= MOST_HOPS) {
            otherwise.run();
            return;
        }
        ServerAddress from = current;
        session.callbacks()
                .runOnExecutor(
                        () -> reference.addresses(from).stream().filter(allowed).toList(),
                        targets -> {
                            if (targets.isEmpty()) {
                                otherwise.run();
                            } else if (!session.isClosed()) {
                                follow(why, from, targets, reference.permanent());
                            }
                        },
                        fault -> {
                            session.callbacks().hookFailed("rule for server references", fault);
                            otherwise.run();
                        });
    }

    private void follow(MqttException why, ServerAddress from, List<ServerAddress> targets, boolean permanent) {
        hops++;
        detours = targets;
        int place = servers.indexOf(from);
        if (permanent && place >= 0) {
            // A server that names itself among others, again and again, must not make the list longer each time.
            Set<ServerAddress> known = new LinkedHashSet<>(servers.subList(0, place));
            known.addAll(targets);
            known.addAll(servers.subList(place + 1, servers.size()));
            servers = List.copyOf(known);
        }
        session.callbacks().emit(new ClientEvent.Redirected(from, targets.getFirst(), permanent));
        plan(why);
    }

    /// Makes the next attempt, when its time has come.
    void plan(MqttException why) {
        Reconnect.Attempt planned;
        if (!detours.isEmpty()) {
            ServerAddress detour = detours.getFirst();
            detours = List.copyOf(detours.subList(1, detours.size()));
            planned = new Reconnect.Attempt(failures + 1, detour, Duration.ZERO, why);
        } else {
            failures++;
            turn++;
            Duration delay = network.reconnect().delay(failures, random.nextDouble());
            planned = new Reconnect.Attempt(failures, servers.get(turn % servers.size()), delay, why);
        }
        session.callbacks()
                .runOnExecutor(
                        () -> new Planned(network.reconnect().hook().next(planned)),
                        answer -> schedule(answer.attempt(), why),
                        fault -> {
                            session.callbacks().hookFailed("reconnect hook", fault);
                            schedule(planned, why);
                        });
    }

    private record Planned(Reconnect.@Nullable Attempt attempt) {}

    private void schedule(Reconnect.@Nullable Attempt attempt, MqttException why) {
        if (session.isClosed()) {
            return;
        }
        if (attempt == null) {
            session.giveUp(why);
            return;
        }
        session.callbacks().emit(new ClientEvent.Disconnected(why, attempt.delay()));
        loop.after(attempt.delay().toMillis(), () -> {
            if (session.isWaiting()) {
                connect(attempt.server());
            }
        });
    }

    private void connect(ServerAddress to) {
        current = to;
        session.connecting();
        String id = session.clientId();
        session.callbacks()
                .runOnExecutor(
                        () -> {
                            Proxy proxy = network.proxy();
                            List<InetAddress> addresses =
                                    network.resolver().apply(proxy == null ? to.host() : proxy.host());
                            return new Prepared(options.session().credentials().login(id), addresses);
                        },
                        prepared -> dial(to, prepared.login(), prepared.addresses()),
                        fault -> session.connectFailed(new MqttException.LoginFailed(ExceptionText.of(fault), fault)));
    }

    /// The result of the preparation on the executor.
    private record Prepared(Login login, List<InetAddress> addresses) {}

    private void dial(ServerAddress to, Login login, List<InetAddress> addresses) {
        if (session.isClosed()) {
            return;
        }
        if (login.exchange() != null && !session.isV5()) {
            session.connectFailed(new MqttException.LoginFailed("enhanced authentication needs version(MQTT_5)", null));
            return;
        }
        ServerConnection next = new ServerConnection(
                session,
                to,
                ConnectSettings.connect(options, session.clientId(), login, !session.wasConnected()),
                login.exchange());
        session.connectingOver(next);
        loop.after(network.connectTimeout().toMillis(), next::expire);
        CompletableFuture<Connection> dialled;
        try {
            dialled = HappyEyeballs.start(loop, ConnectSettings.endpoint(to, network), addresses, next);
        } catch (TransportException | IllegalArgumentException unusable) {
            dialled = CompletableFuture.failedFuture(unusable);
        }
        next.dialling(dialled);
        dialled.whenComplete((connection, fault) -> session.submit(() -> {
                    if (connection != null) {
                        next.opened(connection);
                    } else {
                        unreached(next, fault);
                    }
                }))
                .exceptionally(seen -> null);
    }

    private void unreached(ServerConnection tried, @Nullable Throwable fault) {
        Throwable cause = fault instanceof CompletionException wrapped ? wrapped.getCause() : fault;
        String what = cause == null ? "unknown" : ExceptionText.of(cause);
        MqttException.Unreachable distrust = Distrust.of(tried.server(), network.tls(), cause);
        session.connectionLost(
                tried,
                distrust != null
                        ? distrust
                        : new MqttException.Unreachable(tried.server().toString(), what, cause));
    }
}
