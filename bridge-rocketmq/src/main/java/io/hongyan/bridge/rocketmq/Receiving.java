package io.hongyan.bridge.rocketmq;

import io.hongyan.exchange.spi.ExchangeReceiver;
import io.hongyan.exchange.spi.ExchangeReceiver.Receipt;
import io.hongyan.exchange.spi.InboundMessage;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.rocketmq.common.message.MessageConst;
import org.apache.rocketmq.common.message.MessageExt;
import org.jspecify.annotations.Nullable;

/// Hands messages to the service and waits for its receipts, until it is told to leave them.
///
/// Leaving has two steps. After the first one no message is handed over any more, and those that were may still be
/// answered. After the second one nobody waits any more; what has no receipt is to stay unacknowledged.
final class Receiving {
    private final ExchangeReceiver receiver;
    private final AtomicInteger open = new AtomicInteger();
    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private volatile boolean leaving;

    Receiving(ExchangeReceiver receiver) {
        this.receiver = receiver;
    }

    /// Hands a message over; null when none is any more.
    @Nullable
    CompletableFuture<Receipt> hand(MessageExt message) {
        open.incrementAndGet();
        if (leaving) {
            done();
            return null;
        }
        CompletableFuture<Receipt> receipt;
        try {
            receipt = receiver.received(inbound(message)).toCompletableFuture();
        } catch (RuntimeException e) {
            receipt = CompletableFuture.completedFuture(Receipt.LATER);
        }
        return receipt.exceptionally(e -> Receipt.LATER);
    }

    /// A message that was handed over has been answered.
    void done() {
        if (open.decrementAndGet() == 0 && leaving) {
            idle.complete(null);
        }
    }

    /// Waits for a receipt.
    ///
    /// @return null when nobody waits any more
    @Nullable
    Receipt await(@Nullable CompletableFuture<Receipt> receipt) {
        if (receipt == null) {
            awaitLeft(Long.MAX_VALUE);
            return null;
        }
        CompletableFuture.anyOf(receipt, left).join();
        return receipt.isDone() ? receipt.join() : null;
    }

    /// @return whether nobody waits any more
    boolean awaitLeft(long millis) {
        try {
            left.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The first step of leaving.
    ///
    /// @param millis how long to wait for open receipts
    void leave(long millis) {
        leaving = true;
        if (open.get() == 0) {
            return;
        }
        try {
            idle.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // What is still open comes again.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The second step.
    void left() {
        left.complete(null);
    }

    static InboundMessage inbound(MessageExt message) {
        Map<String, String> properties = new HashMap<>();
        message.getProperties().forEach((name, value) -> {
            if (!MessageConst.STRING_HASH_SET.contains(name) && value != null) {
                properties.put(name, value);
            }
        });
        byte[] body = message.getBody();
        String tag = message.getTags();
        return new InboundMessage(
                message.getMsgId(),
                tag == null ? "" : tag,
                properties,
                body == null ? new byte[0] : body,
                message.getReconsumeTimes() + 1);
    }
}
