package io.hongyan.testkit.sim;

import io.hongyan.broker.event.Counter;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.OutboxEntry;
import io.hongyan.broker.store.OutboxStats;
import io.hongyan.testkit.sim.client.SimClient;
import io.hongyan.testkit.sim.model.Faults;
import io.hongyan.testkit.sim.world.SimOutbox;
import io.hongyan.testkit.sim.world.SimSocket;
import java.util.List;
import java.util.NavigableMap;

/// Checks of the broker's internal state when it is idle.
final class ServerChecks {
    private ServerChecks() {}

    /// Checks when the broker is idle.
    static void check(Simulation simulation, Faults faults) {
        for (SimSocket socket : simulation.server().sockets()) {
            if (socket.far().isHeldBack()) {
                faults.add("the broker does not read any more: " + socket.far());
            }
        }
        for (Outlet outlet : simulation.settings().outlets()) {
            checkOutlet(simulation, outlet, faults);
        }
        int expected = simulation.model().sessions();
        long sessions = simulation.server().stats().sessions();
        if (expected >= 0 && sessions != expected) {
            faults.add("the broker has " + sessions + " sessions instead of " + expected);
        }
        for (SimClient client : simulation.clients()) {
            boolean here = simulation.authenticator().present().contains(client.key());
            if (here != client.isConnected() && simulation.injections().thrown() == 0) {
                faults.add(client.key() + (here ? " is told to be present, and is not" : " is not told to be present"));
            }
        }
        if (simulation.injections().thrown() == 0) {
            long filters = simulation.server().stats().subscriptions();
            if (filters != simulation.authenticator().filters()) {
                faults.add("the broker has " + filters + " filters, but "
                        + simulation.authenticator().filters() + " were admitted and not released");
            }
        }
    }

    private static void checkOutlet(Simulation simulation, Outlet outlet, Faults faults) {
        SimServer server = simulation.server();
        NavigableMap<Long, OutboxEntry> all = server.disk().outbox(outlet.key());
        SimOutbox outbox = server.outbox(outlet);
        OutboxStats stats = outbox.stats();
        long bytes = all.values().stream()
                .mapToLong(entry -> entry.message().bytes())
                .sum();
        boolean exact = stats.messages() == all.size() && stats.bytes() == bytes;
        if (!exact && outbox.unwritten() == 0 && simulation.injections().thrown() == 0) {
            faults.add(outlet.key().title() + " counts " + stats.messages() + " messages, " + stats.bytes()
                    + " bytes, and has " + all.size() + ", " + bytes);
        }
        SimConsumer consumer = server.consumer(outlet);
        if (consumer != null) {
            if (!consumer.returned().isEmpty()) {
                faults.add(outlet.key().title() + " has settled entries again: " + consumer.returned());
            }
            all.putAll(consumer.settled());
        }
        List<Message> queue = all.values().stream().map(OutboxEntry::message).toList();
        simulation.model().sentOn().check(outlet.key().rule(), outlet::takes, outlet.storesQos0(), queue);
    }

    /// When everybody has been served.
    static void checkDrained(Simulation simulation, Faults faults) {
        if (simulation.injections().thrown() > 0) {
            return;
        }
        long waiting = simulation.server().stats().value(Counter.MESSAGES_WAITING);
        long memory = simulation.server().stats().queuedBytes();
        long disk = simulation.server().stats().storedMessages();
        if (waiting != 0 || memory != 0 || disk != 0) {
            faults.add("everybody has been served, but " + waiting + " messages wait, " + memory + " bytes in memory, "
                    + disk + " messages on disk");
        }
    }

    /// When all sessions have ended.
    static void checkEmpty(Simulation simulation, Faults faults) {
        long sessions = simulation.server().stats().sessions();
        long filters = simulation.server().stats().subscriptions();
        if (sessions != 0 || filters != 0) {
            faults.add("all sessions have ended, but the broker has " + sessions + " with " + filters + " filters");
        }
        int stored = simulation.server().disk().sessions();
        int messages = simulation.server().disk().messages();
        if (stored != 0 || messages != 0) {
            faults.add("all sessions have ended, but " + stored + " with " + messages + " messages are on disk");
        }
    }
}
