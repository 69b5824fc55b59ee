package io.hongyan.client.receive;

import io.hongyan.client.callback.CallbackQueue;
import io.hongyan.client.callback.UserCallbacks;
import io.hongyan.client.loop.ClientEventLoop;
import io.hongyan.client.message.Delivery;
import io.hongyan.client.message.MqttException;
import io.hongyan.client.options.ClientOptions;
import io.hongyan.codec.QoS;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Passes messages to a callback of the user, one after the other, on the executor.
public final class CallbackDeliveryHandler implements DeliveryHandler {
    private final UserCallbacks user;
    private final Consumer<Delivery> receiver;
    private final boolean manual;
    private final ClientEventLoop loop;
    private final ClientOptions options;
    /// Made with the first message.
    private @Nullable CallbackQueue<Delivery> callbacks;

    /// @param manual whether the callback acknowledges by itself
    public CallbackDeliveryHandler(
            ClientEventLoop loop,
            ClientOptions options,
            UserCallbacks user,
            Consumer<Delivery> receiver,
            boolean manual) {
        this.user = user;
        this.receiver = receiver;
        this.manual = manual;
        this.loop = loop;
        this.options = options;
    }

    @Override
    public boolean offer(Delivery delivery) {
        CallbackQueue<Delivery> queue = callbacks();
        if (delivery.qos() == QoS.AT_MOST_ONCE
                && queue.size() >= options.limits().mailbox()) {
            return false;
        }
        queue.add(delivery);
        return true;
    }

    private CallbackQueue<Delivery> callbacks() {
        CallbackQueue<Delivery> made = callbacks;
        if (made == null) {
            made = new CallbackQueue<>(loop, options.callbacks().executor(), Long.MAX_VALUE, this::handOver);
            callbacks = made;
        }
        return made;
    }

    @Override
    public void end(@Nullable MqttException why) {
        // Messages that have arrived are still handed over. An event, or the subscription's future, has the reason.
    }

    private void handOver(Delivery delivery) {
        try {
            receiver.accept(delivery);
        } catch (Throwable bug) {
            user.receiverFailed(delivery.topic(), bug);
            delivery.acknowledge();
        }
        if (!manual) {
            delivery.acknowledge();
        }
    }
}
