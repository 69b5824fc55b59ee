package io.hongyan.client.receive;

import io.hongyan.client.callback.CallbackQueue;
import io.hongyan.client.loop.ClientEventLoop;
import io.hongyan.client.message.Delivery;
import io.hongyan.client.message.MqttException;
import io.hongyan.client.options.ClientOptions;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Passes messages to a [Flow.Subscriber] as it requests them. What it has not requested is not acknowledged, so that
/// at QoS 1 and 2 the server stops at the receive maximum.
public final class FlowDeliveryHandler implements DeliveryHandler, Flow.Subscription {
    private final Flow.Subscriber<? super Delivery> subscriber;
    private final boolean manual;
    private final CallbackQueue<Signal> callbacks;
    private final int bound;
    private final AtomicBoolean over = new AtomicBoolean();
    private Runnable cancellation = () -> {};

    /// A message, or, without one, the end.
    private record Signal(
            @Nullable Delivery delivery, @Nullable Throwable fault) {}

    public FlowDeliveryHandler(
            ClientEventLoop loop, ClientOptions options, Flow.Subscriber<? super Delivery> subscriber, boolean manual) {
        this.subscriber = subscriber;
        this.manual = manual;
        this.bound = options.limits().mailbox();
        this.callbacks = new CallbackQueue<>(loop, options.callbacks().executor(), 0, this::handOver);
    }

    /// Sets the action on cancel; before the subscriber gets this subscription.
    public void onCancel(Runnable action) {
        cancellation = action;
    }

    /// Tells the subscriber when the server refuses.
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for what is told here
    public void asked(CompletableFuture<ReasonCode> answer) {
        answer.whenComplete((reason, fault) -> {
            if (fault != null) {
                fail(fault);
            }
        });
    }

    @Override
    public boolean offer(Delivery delivery) {
        if (delivery.qos() == QoS.AT_MOST_ONCE && callbacks.size() >= bound) {
            return false;
        }
        callbacks.add(new Signal(delivery, null));
        return true;
    }

    @Override
    public void end(@Nullable MqttException why) {
        fail(why);
    }

    /// @param fault null = the end is no failure
    private void fail(@Nullable Throwable fault) {
        if (over.compareAndSet(false, true)) {
            callbacks.finish(new Signal(null, fault));
        }
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            fail(new IllegalArgumentException("request is for 1 or more messages, not " + n));
            cancellation.run();
        } else if (!over.get()) {
            callbacks.grant(n);
        }
    }

    @Override
    public void cancel() {
        if (over.compareAndSet(false, true)) {
            cancellation.run();
        }
    }

    private void handOver(Signal signal) {
        Delivery delivery = signal.delivery();
        if (delivery == null) {
            if (signal.fault() == null) {
                subscriber.onComplete();
            } else {
                subscriber.onError(signal.fault());
            }
            return;
        }
        if (over.get()) {
            return;
        }
        try {
            subscriber.onNext(delivery);
        } catch (Throwable bug) {
            fail(bug);
            cancellation.run();
            return;
        }
        if (!manual) {
            delivery.acknowledge();
        }
    }
}
