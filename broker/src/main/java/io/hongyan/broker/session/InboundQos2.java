package io.hongyan.broker.session;

import io.hongyan.broker.session.state.PacketIdSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The QoS 2 messages of one client between PUBLISH and PUBREL. They belong to the session, not to a connection.
///
/// Confined to the session's shard.
public final class InboundQos2 {
    private final PacketIdSet received = new PacketIdSet();
    private final List<PendingPublish> pending = new ArrayList<>(2);
    private final ArrayDeque<Turn> unrecorded = new ArrayDeque<>(2);

    /// What is written in the order in which it came.
    interface Turn {
        /// Whether all shards have it.
        boolean isDelivered();

        void record();
    }

    /// What waits for nothing but its turn.
    private record Write(Runnable task) implements Turn {
        @Override
        public boolean isDelivered() {
            return true;
        }

        @Override
        public void record() {
            task.run();
        }
    }

    /// Messages that the client has not released.
    int size() {
        return received.size();
    }

    boolean contains(int packetId) {
        return received.contains(packetId);
    }

    /// A message was received.
    public void add(int packetId) {
        received.add(packetId);
    }

    /// A message was received, and nobody may say so yet.
    public void add(PendingPublish publish) {
        received.add(publish.packetId());
        pending.add(publish);
        unrecorded.add(publish);
    }

    /// Writes something that must not overtake the messages before it: now, or when they are recorded.
    void inTurn(Runnable write) {
        if (unrecorded.isEmpty()) {
            write.run();
        } else {
            unrecorded.add(new Write(write));
        }
    }

    /// All shards have one more message. Messages are recorded in the order in which they came: else a crash could keep
    /// one and lose another before it, and the client's repetition of that would come after [MQTT-4.6.0-6].
    void recordDelivered() {
        for (Turn next = unrecorded.peek(); next != null && next.isDelivered(); next = unrecorded.peek()) {
            unrecorded.remove();
            next.record();
        }
    }

    /// The message of that identifier that nobody may acknowledge yet, or null.
    @Nullable
    PendingPublish pending(int packetId) {
        for (PendingPublish publish : pending) {
            if (publish.packetId() == packetId) {
                return publish;
            }
        }
        return null;
    }

    void settled(PendingPublish publish) {
        pending.remove(publish);
    }

    /// PUBREL came.
    ///
    /// @return whether the identifier was in use
    boolean release(int packetId) {
        return received.remove(packetId);
    }
}
