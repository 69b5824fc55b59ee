package io.hongyan.client;

import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.loop.CallbackQueue;
import io.hongyan.client.message.Delivery;
import io.hongyan.codec.QoS;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;

/// Passes messages to a callback of the user, one after the other, on the executor.
final class CallbackDeliveryHandler implements DeliveryHandler {
    private static final System.Logger LOG = System.getLogger(CallbackDeliveryHandler.class.getName());

    private final Session session;
    private final Consumer<Delivery> receiver;
    private final boolean manual;
    private final CallbackQueue<Delivery> callbacks;
    private final int bound;

    /// @param manual whether the callback acknowledges by itself
    CallbackDeliveryHandler(Session session, Consumer<Delivery> receiver, boolean manual) {
        ClientOptions options = session.options();
        this.session = session;
        this.receiver = receiver;
        this.manual = manual;
        this.bound = options.mailbox();
        this.callbacks = new CallbackQueue<>(session.loop(), options.executor(), Long.MAX_VALUE, this::handOver);
    }

    @Override
    public boolean offer(Delivery delivery) {
        if (delivery.qos() == QoS.AT_MOST_ONCE && callbacks.size() >= bound) {
            return false;
        }
        callbacks.add(delivery);
        return true;
    }

    @Override
    public void end() {
        // What has arrived is still handed over.
    }

    private void handOver(Delivery delivery) {
        try {
            receiver.accept(delivery);
        } catch (Throwable bug) {
            LOG.log(
                    Level.WARNING,
                    "a receiver of client '" + session.clientId() + "' failed on topic " + delivery.topic(),
                    bug);
            session.submit(new SessionTask(
                    on -> on.callbacks().emit(new ClientEvent.ReceiverFailed(delivery.topic(), bug)), () -> {}));
            delivery.acknowledge();
        }
        if (!manual) {
            delivery.acknowledge();
        }
    }
}
