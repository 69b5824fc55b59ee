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
    private final CallbackQueue<Delivery> callbacks;
    private final int bound;

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
        this.bound = options.limits().mailbox();
        this.callbacks = new CallbackQueue<>(loop, options.callbacks().executor(), Long.MAX_VALUE, this::handOver);
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
