package io.hongyan.client.connect;

import io.hongyan.client.loop.ClientEventLoop;
import io.hongyan.codec.ProtocolException;
import io.hongyan.transport.CloseCause;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import io.hongyan.transport.TransportException;
import io.hongyan.transport.endpoint.ClientEndpoint;
import io.hongyan.transport.mqtt.MqttFraming;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Connects to the first address of a server that answers ("happy eyeballs", RFC 8305): addresses of both families in
/// turn, each tried 250 ms after the one before, or as soon as that has failed. The first connection that is ready is
/// taken, the others are given up.
///
/// Confined to the loop.
public final class HappyEyeballs {
    /// The Connection Attempt Delay of RFC 8305, chapter 8.
    public static final long DELAY_MILLIS = 250;

    private final ClientEventLoop loop;
    private final ClientEndpoint endpoint;
    private final ArrayDeque<InetAddress> untried;
    private final ConnectionHandler winner;
    private final List<CompletableFuture<Connection>> attempts = new ArrayList<>(1);
    private final CompletableFuture<Connection> answer = new CompletableFuture<>();
    private int running;
    private @Nullable Throwable lastFault;

    private HappyEyeballs(
            ClientEventLoop loop, ClientEndpoint endpoint, List<InetAddress> addresses, ConnectionHandler winner) {
        this.loop = loop;
        this.endpoint = endpoint;
        this.untried = new ArrayDeque<>(addresses);
        this.winner = winner;
    }

    /// All addresses of a name, the families in turn. Waits for the name service: not for a loop.
    ///
    /// @return empty when the name has none
    public static List<InetAddress> addresses(String host) {
        try {
            return interleaved(List.of(InetAddress.getAllByName(host)));
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    /// The families in turn, beginning with that of the first address, each in its order.
    public static List<InetAddress> interleaved(List<InetAddress> found) {
        ArrayDeque<InetAddress> first = new ArrayDeque<>();
        ArrayDeque<InetAddress> second = new ArrayDeque<>();
        for (InetAddress address : found) {
            boolean same = address instanceof Inet6Address == found.getFirst() instanceof Inet6Address;
            (same ? first : second).add(address);
        }
        List<InetAddress> all = new ArrayList<>();
        while (!first.isEmpty() || !second.isEmpty()) {
            if (!first.isEmpty()) {
                all.add(first.remove());
            }
            if (!second.isEmpty()) {
                all.add(second.remove());
            }
        }
        return all;
    }

    /// Begins to connect.
    ///
    /// @param handler of the connection that is taken
    /// @return cancelling it gives all attempts up
    public static CompletableFuture<Connection> start(
            ClientEventLoop loop, ClientEndpoint endpoint, List<InetAddress> addresses, ConnectionHandler handler) {
        HappyEyeballs race = new HappyEyeballs(loop, endpoint, addresses, handler);
        var unused = race.answer.whenComplete((taken, fault) -> race.giveUpOthers());
        if (addresses.isEmpty()) {
            race.answer.completeExceptionally(new TransportException(
                    "cannot connect to " + endpoint.target() + ": no address is known for that name",
                    new UnknownHostException(endpoint.host())));
        } else {
            race.tryNext();
        }
        return race.answer;
    }

    private void tryNext() {
        InetAddress address = untried.poll();
        if (address == null || answer.isDone()) {
            return;
        }
        CompletableFuture<Connection> attempt;
        try {
            attempt = loop.transport().connect(endpoint.at(address), loop.loop(), MqttFraming.ANY, new Entrant());
        } catch (TransportException | IllegalArgumentException unusable) {
            attempt = CompletableFuture.failedFuture(unusable);
        }
        attempts.add(attempt);
        running++;
        // At once where it can be: between the connection and its handler nothing must get lost.
        var unused = attempt.whenComplete((connection, fault) -> {
            if (loop.loop().inLoop()) {
                ended(connection, fault);
            } else {
                loop.loop().execute(() -> ended(connection, fault));
            }
        });
        loop.after(DELAY_MILLIS, this::tryNext);
    }

    private void ended(@Nullable Connection connection, @Nullable Throwable fault) {
        running--;
        if (connection != null) {
            if (answer.isDone()) {
                connection.abort();
            } else {
                connection.handler(winner);
                answer.complete(connection);
            }
        } else if (!answer.isDone()) {
            lastFault = fault;
            if (running == 0 && untried.isEmpty()) {
                answer.completeExceptionally(lastFault);
            } else {
                tryNext();
            }
        }
    }

    private void giveUpOthers() {
        loop.loop().execute(() -> {
            untried.clear();
            List.copyOf(attempts).forEach(attempt -> attempt.cancel(false));
        });
    }

    /// The handler of a connection until one of them is taken.
    private static final class Entrant implements ConnectionHandler {
        @Override
        public void received(Connection connection, ByteBuffer frame) {
            throw ProtocolException.error("4.13", "a packet of the server before CONNECT");
        }

        @Override
        public boolean violated(Connection connection, RuntimeException fault) {
            connection.abort();
            return true;
        }

        @Override
        public void drained(Connection connection) {}

        @Override
        public void closed(Connection connection, CloseCause cause) {}
    }
}
