package io.hongyan.client;

import io.hongyan.client.message.Delivery;
import io.hongyan.client.message.MqttException;
import io.hongyan.client.receive.DeliveryHandler;
import io.hongyan.codec.QoS;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The messages of a subscription, taken one by one; made for virtual threads.
///
/// Unless acknowledgement is manual, a message is acknowledged when the next one is asked for, or the stream is
/// closed. What nobody takes is not acknowledged, so that at QoS 1 and 2 the server stops at the receive maximum; at
/// QoS 0 there is room for as many as the client's `mailbox` says. Any thread may call it.
public final class MessageStream implements Iterable<Delivery>, AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final ArrayDeque<Delivery> waiting = new ArrayDeque<>();
    private final boolean manual;
    private final int bound;
    private Runnable cancellation = () -> {};
    private @Nullable Delivery last;
    private boolean ended;
    /// Null = the stream or the client was closed.
    private @Nullable MqttException failure;

    MessageStream(int bound, boolean manual) {
        this.bound = bound;
        this.manual = manual;
    }

    void onClose(Runnable action) {
        cancellation = action;
    }

    DeliveryHandler handler() {
        return new DeliveryHandler() {
            @Override
            public boolean offer(Delivery delivery) {
                return add(delivery);
            }

            @Override
            public void end(@Nullable MqttException why) {
                finish(why);
            }
        };
    }

    /// The next message; null when the client or this stream was closed and there is none left.
    ///
    /// @throws MqttException.Interrupted when the thread is interrupted
    /// @throws MqttException the cause, when the subscription ended for another reason and no message is left: the
    ///     server refused it after a new session, or the client does not connect again
    public @Nullable Delivery take() {
        return take(Long.MAX_VALUE);
    }

    /// The next message, waiting for it so long; null when none came, or the client or this stream was closed.
    ///
    /// @throws MqttException as [#take()]
    public @Nullable Delivery poll(Duration timeout) {
        return take(timeout.toNanos());
    }

    /// Takes messages until the client or this stream is closed, as [#take()] does. It can be walked once.
    @Override
    public Iterator<Delivery> iterator() {
        return new Iterator<>() {
            private @Nullable Delivery next;

            @Override
            public boolean hasNext() {
                if (next == null) {
                    next = take();
                }
                return next != null;
            }

            @Override
            public Delivery next() {
                if (!hasNext() || next == null) {
                    throw new NoSuchElementException("the stream was closed");
                }
                Delivery taken = next;
                next = null;
                return taken;
            }
        };
    }

    /// Ends the subscription, without waiting for the server. A second call does nothing.
    @Override
    public void close() {
        boolean first;
        lock.lock();
        try {
            first = !ended;
            acknowledgeLast();
            waiting.clear();
            failure = null;
        } finally {
            lock.unlock();
        }
        finish(null);
        if (first) {
            cancellation.run();
        }
    }

    private @Nullable Delivery take(long nanos) {
        long left = nanos;
        lock.lock();
        try {
            acknowledgeLast();
            while (waiting.isEmpty() && !ended && left > 0) {
                left = arrived.awaitNanos(left);
            }
            Delivery delivery = waiting.poll();
            last = delivery;
            if (delivery == null && ended && failure != null) {
                throw failure.inThisThread();
            }
            return delivery;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MqttException.Interrupted("a message", e);
        } finally {
            lock.unlock();
        }
    }

    private void acknowledgeLast() {
        if (last != null && !manual) {
            last.acknowledge();
        }
        last = null;
    }

    private boolean add(Delivery delivery) {
        lock.lock();
        try {
            if (delivery.qos() == QoS.AT_MOST_ONCE && waiting.size() >= bound) {
                return false;
            }
            waiting.add(delivery);
            arrived.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void finish(@Nullable MqttException why) {
        lock.lock();
        try {
            if (!ended) {
                failure = why;
            }
            ended = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
