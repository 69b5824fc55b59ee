package io.hongyan.bench;

import io.hongyan.broker.Broker;
import io.hongyan.broker.SystemClock;
import io.hongyan.broker.auth.AllowAllAuthenticator;
import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.event.EventSink;
import io.hongyan.broker.store.Store;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.transport.Loop;
import io.hongyan.transport.endpoint.ListenerOptions;
import io.hongyan.transport.endpoint.ListenerOptions.Kind;
import io.hongyan.transport.endpoint.Transport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;

/// The broker core alone on one TCP and one WebSocket port, open to all clients on loopback; the figures of the
/// PUBLISH path are measured with it. Arguments: TCP port, WebSocket port, number of shards.
///
/// Each line on standard input is a question, answered by one line on standard output: `stats` by what the shards
/// have allocated and delivered since the last time, `gc` by the memory in use after a full collection.
public final class BareBroker {
    private static final String SHARD = "shard";

    private BareBroker() {}

    public static void main(String[] args) throws IOException {
        Transport transport = Transport.start(SHARD, Integer.parseInt(args[2]));
        Broker broker = start(transport.loops());
        broker.started().join();
        listen(transport, broker, Kind.TCP, Integer.parseInt(args[0]));
        listen(transport, broker, Kind.WEBSOCKET, Integer.parseInt(args[1]));
        System.out.println("listening");
        ProcessStats stats = new ProcessStats(broker.stats(), SHARD + "-");
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(stats.answer(line.strip()));
        }
    }

    /// A broker without a store that permits everything.
    static Broker start(List<Loop> loops) {
        return start(loops, new MemoryStore());
    }

    /// The same with a store.
    static Broker start(List<Loop> loops, Store store) {
        return Broker.start(
                BrokerConfig.defaults(),
                loops,
                new AllowAllAuthenticator("bench"),
                store,
                EventSink.NONE,
                new SystemClock(),
                new SecureRandom());
    }

    private static void listen(Transport transport, Broker broker, Kind kind, int port) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        transport.listen(ListenerOptions.of(kind.name(), kind, address, null), broker.acceptor());
    }
}
