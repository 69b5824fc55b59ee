package io.hongyan.testkit.sim;

import io.hongyan.broker.auth.Client;
import io.hongyan.broker.message.ServerMessage;
import io.hongyan.codec.QoS;
import io.hongyan.codec.packet.RetainHandling;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;
import io.hongyan.testkit.sim.client.Behaviour;
import io.hongyan.testkit.sim.client.ClientConnection;
import io.hongyan.testkit.sim.client.ConnectOptions;
import io.hongyan.testkit.sim.client.PublishOptions;
import io.hongyan.testkit.sim.client.SimClient;
import io.hongyan.testkit.sim.model.ClientKey;
import io.hongyan.testkit.sim.model.ConnectionRecord.Cause;
import io.hongyan.testkit.sim.model.MqttModel;
import io.hongyan.testkit.sim.model.Publication;
import io.hongyan.testkit.sim.model.Publications;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// Performs operations. An operation that does not apply in the present state is skipped.
final class Performer {
    private static final long MOST_STOP_MICROS = 5_000_000;
    private static final int PROBE_BYTES = 16;
    private static final PublishOptions PROBE =
            new PublishOptions(Topic.of("probe"), QoS.AT_LEAST_ONCE, false, -1, PROBE_BYTES, "", false);

    private final Simulation simulation;
    private final MqttModel model;
    private final Set<ClientConnection> vanished = new LinkedHashSet<>();
    private final Set<ClientKey> kicked = new HashSet<>();
    private final List<Publication> probes = new ArrayList<>();

    Performer(Simulation simulation) {
        this.simulation = simulation;
        this.model = simulation.model();
    }

    /// Connections that the network has lost end.
    void endVanished() {
        vanished.forEach(connection -> connection.abandon(true));
        vanished.clear();
    }

    private SimServer server() {
        return simulation.server();
    }

    void perform(Operation operation) {
        switch (operation) {
            case Operation.Connect o -> connect(o);
            case Operation.Wait o -> simulation.pass(o.micros());
            case Operation.Settle _ -> simulation.settle();
            case Operation.ClockJump o -> {
                simulation.scheduler().time().jumpWall(o.millis());
                model.clockJumped(o.millis());
            }
            case Operation.SetRight o -> setRight(o);
            case Operation.Throw o -> simulation.injections().arm(o.hook(), o.skip());
            case Operation.DiskFails o -> {
                server().disk().failUntil(simulation.scheduler().now() + o.millis() * 1000L);
                model.diskDisturbed();
            }
            case Operation.DiskSlow o -> {
                server().disk().slowUntil(simulation.scheduler().now() + o.millis() * 1000L);
                model.diskDisturbed();
            }
            case Operation.Forget o -> {
                cut(new Operation.Cut(o.client(), Operation.CutKind.RESET));
                simulation.client(o.client()).forget();
            }
            case Operation.Rejecting o -> simulation.client(o.client()).behave(Behaviour.REJECTS, o.on());
            case Operation.HoldAcks o -> simulation.client(o.client()).behave(Behaviour.HOLDS_ACKS, true);
            case Operation.Silent o -> simulation.client(o.client()).behave(Behaviour.SILENT, o.on());
            case Operation.CreateInstance o -> create(Simulation.instance(o.instance()));
            case Operation.Crash o -> {
                if (server().isAlive()) {
                    server().crash();
                    startAfter(o.downMillis());
                }
            }
            default -> {
                if (server().isUp()) {
                    withServer(operation);
                }
            }
        }
    }

    private void withServer(Operation operation) {
        switch (operation) {
            case Operation.Restart o -> restart(o.downMillis());
            case Operation.Stall o -> server().stall(o.shard(), o.millis() * 1000L);
            case Operation.Kick o -> kick(simulation.client(o.client()));
            case Operation.DeleteInstance o -> delete(Simulation.instance(o.instance()));
            case Operation.ServerPublish o -> serverPublish(o);
            case Operation.Freeze o -> {
                SimClient client = simulation.client(o.client());
                if (client.isConnecting()) {
                    allow(client, Cause.SLOW);
                    connection(client).socket().freeze(simulation.scheduler().now() + o.millis() * 1000L);
                }
            }
            case Operation.Cut o -> cut(o);
            case Operation.Reading o -> reading(o);
            default -> withClient(operation);
        }
    }

    /// What only a connected client can do.
    private void withClient(Operation operation) {
        switch (operation) {
            case Operation.Subscribe o
            when isConnected(o.client()) -> simulation.client(o.client()).subscribe(subscriptions(o.filters()), o.id());
            case Operation.Unsubscribe o
            when isConnected(o.client()) ->
                simulation.client(o.client()).unsubscribe(List.of(o.filters().split(" ", -1)));
            case Operation.Publish o when isConnected(o.client()) -> publish(o);
            case Operation.Ping o
            when isConnected(o.client()) -> simulation.client(o.client()).ping();
            case Operation.ReleaseAcks o
            when isConnected(o.client()) -> simulation.client(o.client()).release(o.reversed());
            case Operation.StrayAck o
            when isConnected(o.client()) -> {
                SimClient client = simulation.client(o.client());
                allow(client, Cause.MISBEHAVED);
                client.strayAck(o.type(), o.real());
            }
            case Operation.Misbehave o when isConnected(o.client()) -> misbehave(o);
            case Operation.Disconnect o
            when isConnected(o.client()) -> {
                SimClient client = simulation.client(o.client());
                if (o.expirySeconds() > 0 && client.isPassing()) {
                    allow(client, Cause.MISBEHAVED); // a session that was to end with the connection cannot live on
                }
                client.disconnect(o.reason(), o.expirySeconds());
            }
            default -> {} // no connection
        }
    }

    private boolean isConnected(int client) {
        return simulation.client(client).isConnected();
    }

    private static ClientConnection connection(SimClient client) {
        ClientConnection current = client.current();
        if (current == null) {
            throw new IllegalStateException(client.key() + " is not connected");
        }
        return current;
    }

    private static void allow(SimClient client, Cause cause) {
        connection(client).record().allow(cause);
    }

    // Connections.

    private void connect(Operation.Connect o) {
        SimClient client = simulation.client(o.client());
        boolean begun = client.connect(new ConnectOptions(
                o.version(),
                o.cleanStart(),
                client.key().instance() + (o.stranger() ? "/stranger" : "/owner"),
                o.expirySeconds(),
                o.keepAliveSeconds(),
                o.receiveMaximum(),
                o.maxPacketBytes(),
                o.aliasMaximum(),
                o.willTopic(),
                o.willQos(),
                o.willRetain(),
                o.willDelaySeconds(),
                o.willExpirySeconds()));
        if (begun && kicked.contains(client.key())) {
            allow(client, Cause.ADMINISTRATOR);
        }
    }

    private void cut(Operation.Cut o) {
        SimClient client = simulation.client(o.client());
        if (!client.isConnecting()) {
            return;
        }
        ClientConnection connection = connection(client);
        switch (o.kind()) {
            case CLOSE -> connection.close();
            case RESET -> connection.reset();
            case VANISH -> {
                connection.record().allow(Cause.CUT);
                connection.socket().vanish();
                vanished.add(connection);
            }
        }
    }

    private void reading(Operation.Reading o) {
        SimClient client = simulation.client(o.client());
        if (client.isConnecting()) {
            allow(client, Cause.SLOW);
            if (o.on()) {
                connection(client).socket().resume();
            } else {
                connection(client).socket().pause();
            }
        }
    }

    private void kick(SimClient client) {
        model.allow(client.key(), Cause.ADMINISTRATOR);
        kicked.add(client.key());
        var _ = server().kick(client.key()).thenAccept(_ -> kicked.remove(client.key()));
    }

    private void misbehave(Operation.Misbehave o) {
        SimClient client = simulation.client(o.client());
        allow(client, Cause.MISBEHAVED);
        connection(client)
                .send(
                        switch (o.kind()) {
                            case 0 -> new byte[] {0x10, 12, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0, 0, 0};
                            case 1 -> new byte[] {(byte) 0x82, 0};
                            case 2 -> new byte[] {(byte) 0xd0, 0};
                            default -> new byte[] {0x30, 4, 0, 1, '#', 0};
                        });
    }

    // Messages.

    private void publish(Operation.Publish o) {
        SimClient client = simulation.client(o.client());
        Topic topic = Topic.of(o.topic());
        for (int i = 0; i < o.count() && client.isConnected(); i++) {
            String label = o.label() ? "l" + i : "";
            boolean sent = client.publish(
                    new PublishOptions(topic, o.qos(), o.retain(), o.expirySeconds(), o.size(), label, o.alias()));
            if (!sent) {
                return;
            }
        }
    }

    private static List<Subscription> subscriptions(String filters) {
        List<Subscription> all = new ArrayList<>();
        for (String entry : filters.split(" ", -1)) {
            String[] parts = entry.split("\\|", -1);
            all.add(new Subscription(
                    parts[0],
                    QoS.of(Integer.parseInt(parts[1])),
                    parts[2].equals("1"),
                    parts[3].equals("1"),
                    RetainHandling.of(Integer.parseInt(parts[4]))));
        }
        return all;
    }

    private void serverPublish(Operation.ServerPublish o) {
        String instance = Simulation.instance(o.instance());
        Topic topic = Topic.of(o.topic());
        Publication publication = model.publishedByServer(
                instance,
                id -> new Publication.Content(
                        topic, o.qos(), o.retain(), -1, Publications.payload(id, PROBE_BYTES), null));
        byte[] payload = publication.content().payload();
        server().publish(
                        instance,
                        new ServerMessage(
                                topic, null, payload, o.qos(), o.retain(), Properties.NONE, null, true, false),
                        result -> model.publishedByServer(publication, result.refused() == null));
    }

    /// Publishes once more for everybody. The broker must accept it, whatever happened before.
    void probe() {
        for (SimClient client : simulation.clients()) {
            if (client.isConnected()) {
                probes.add(client.publishAnyway(PROBE));
            }
        }
        simulation.settle();
        model.probed(probes);
    }

    // The broker.

    private void startAfter(int downMillis) {
        simulation.scheduler().after(downMillis * 1000L, () -> {
            if (!server().isAlive()) {
                server().start();
            }
        });
    }

    private void restart(int downMillis) {
        for (SimClient client : simulation.clients()) {
            model.allow(client.key(), Cause.STOPPED);
        }
        CompletableFuture<Void> drained = server().stop();
        long until = simulation.scheduler().now() + MOST_STOP_MICROS;
        while (!drained.isDone() && simulation.scheduler().step(until)) {
            // until everybody has gone
        }
        simulation.pass(1_000);
        server().stopped();
        startAfter(downMillis);
    }

    private void delete(String instance) {
        if (model.isDeleted(instance)) {
            return;
        }
        simulation.authenticator().delete(instance);
        model.deleting(instance);
        CompletableFuture<Void> done = server().delete(instance);
        long until = simulation.scheduler().now() + MOST_STOP_MICROS;
        while (!done.isDone() && simulation.scheduler().step(until)) {
            // until it is gone
        }
        if (done.isDone()) {
            model.deleted(instance);
        } else {
            model.stuck("the deletion of instance " + instance + " does not end");
        }
    }

    private void create(String instance) {
        if (model.isDeleted(instance)) {
            simulation.authenticator().create(instance);
            model.created(instance);
        }
    }

    private void setRight(Operation.SetRight o) {
        ClientKey key = simulation.client(o.client()).key();
        model.setRight(key, o.publish(), o.topic(), o.allowed());
        Client client = simulation.authenticator().client(key);
        if (!o.publish() && client != null) {
            client.executor().execute(client::recheck);
        }
    }
}
