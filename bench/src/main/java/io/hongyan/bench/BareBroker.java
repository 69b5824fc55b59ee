package io.hongyan.bench;

import io.hongyan.broker.Broker;
import io.hongyan.broker.SystemClock;
import io.hongyan.broker.auth.AuthExchange;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.broker.auth.Rules;
import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.event.EventSink;
import io.hongyan.broker.store.MemoryStore;
import io.hongyan.transport.ListenerOptions;
import io.hongyan.transport.ListenerOptions.Kind;
import io.hongyan.transport.Transport;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The broker core alone on one TCP and one WebSocket port, open to everybody on loopback: what the figures of the
/// PUBLISH path are taken from. Arguments: TCP port, WebSocket port, number of shards.
public final class BareBroker {
    private BareBroker() {}

    public static void main(String[] args) {
        int shards = Integer.parseInt(args[2]);
        Transport transport = Transport.start("shard", shards);
        Broker broker = Broker.start(
                BrokerConfig.defaults(),
                transport.loops(),
                new Everybody(),
                new MemoryStore(),
                EventSink.NONE,
                new SystemClock(),
                new SecureRandom());
        listen(transport, broker, Kind.TCP, Integer.parseInt(args[0]));
        listen(transport, broker, Kind.WEBSOCKET, Integer.parseInt(args[1]));
        System.out.println("listening");
    }

    private static void listen(Transport transport, Broker broker, Kind kind, int port) {
        InetSocketAddress address = new InetSocketAddress("0.0.0.0", port);
        transport.listen(ListenerOptions.of(kind.name(), kind, address, null), broker.acceptor());
    }

    private static final class Everybody implements Authenticator {
        private static final AuthResult ADMITTED = new AuthResult.Admitted("bench", () -> "", Rules.open());

        @Override
        public void authenticate(ConnectRequest request, Consumer<AuthResult> answer) {
            answer.accept(ADMITTED);
        }

        @Override
        public @Nullable AuthExchange exchange(String method, ConnectRequest request) {
            return null;
        }
    }
}
