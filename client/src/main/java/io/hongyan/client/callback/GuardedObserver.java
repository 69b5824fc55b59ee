package io.hongyan.client.callback;

import io.hongyan.client.config.ServerLimits;
import io.hongyan.client.event.ClientObserver;
import io.hongyan.client.message.Delivery;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.MqttException;
import io.hongyan.client.message.PublishOutcome;
import io.hongyan.codec.QoS;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.topic.Topic;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/// Keeps the faults of a user's observer from the client, whose work they would stop in the middle. The first one is
/// logged.
public final class GuardedObserver implements ClientObserver {
    private static final System.Logger LOG = System.getLogger(GuardedObserver.class.getName());

    private final ClientObserver observer;
    private final AtomicBoolean failed = new AtomicBoolean();

    public GuardedObserver(ClientObserver observer) {
        this.observer = observer;
    }

    @Override
    public Message publishing(Message message) {
        try {
            return observer.publishing(message);
        } catch (Throwable bug) {
            report(bug);
            return message;
        }
    }

    @Override
    public void sent(Topic topic, QoS qos, int payloadBytes) {
        guarded(() -> observer.sent(topic, qos, payloadBytes));
    }

    @Override
    public void published(Message message, PublishOutcome outcome, long millis) {
        guarded(() -> observer.published(message, outcome, millis));
    }

    @Override
    public void received(Delivery delivery) {
        guarded(() -> observer.received(delivery));
    }

    @Override
    public void dropped(Topic topic, String why) {
        guarded(() -> observer.dropped(topic, why));
    }

    @Override
    public boolean wantsPackets() {
        try {
            return observer.wantsPackets();
        } catch (Throwable bug) {
            report(bug);
            return false;
        }
    }

    @Override
    public void packetSent(Packet packet) {
        guarded(() -> observer.packetSent(packet));
    }

    @Override
    public void packetReceived(Packet packet) {
        guarded(() -> observer.packetReceived(packet));
    }

    @Override
    public void connected(ServerLimits server) {
        guarded(() -> observer.connected(server));
    }

    @Override
    public void disconnected(MqttException cause) {
        guarded(() -> observer.disconnected(cause));
    }

    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (Throwable bug) {
            report(bug);
        }
    }

    private void report(Throwable bug) {
        if (failed.compareAndSet(false, true)) {
            LOG.log(Level.WARNING, "the observer failed; further faults of it are not logged", bug);
        }
    }
}
