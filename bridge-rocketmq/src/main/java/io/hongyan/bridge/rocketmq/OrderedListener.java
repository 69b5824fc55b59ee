package io.hongyan.bridge.rocketmq;

import io.hongyan.exchange.spi.ExchangeReceiver.Receipt;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.rocketmq.client.consumer.listener.ConsumeOrderlyContext;
import org.apache.rocketmq.client.consumer.listener.ConsumeOrderlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerOrderly;
import org.apache.rocketmq.common.message.MessageExt;

/// Hands over one message of a queue after the other. One that is to come again holds up its queue.
final class OrderedListener implements MessageListenerOrderly {
    private static final long FIRST_PAUSE_MILLIS = 1_000;
    /// More is not allowed.
    private static final long LONGEST_PAUSE_MILLIS = 30_000;

    private final Receiving receiving;
    private final SendBack back;
    private final boolean deadLetters;

    OrderedListener(Receiving receiving, SendBack back, boolean deadLetters) {
        this.receiving = receiving;
        this.back = back;
        this.deadLetters = deadLetters;
    }

    @Override
    public ConsumeOrderlyStatus consumeMessage(List<MessageExt> messages, ConsumeOrderlyContext context) {
        MessageExt message = messages.getFirst();
        CompletableFuture<Receipt> receipt = receiving.hand(message);
        boolean taken = switch (receiving.await(receipt)) {
            case null -> false;
            case TAKEN -> true;
            case LATER -> {
                int doublings = Math.min(message.getReconsumeTimes(), 5);
                context.setSuspendCurrentQueueTimeMillis(
                        Math.min(FIRST_PAUSE_MILLIS << doublings, LONGEST_PAUSE_MILLIS));
                yield false;
            }
            case REFUSED -> !deadLetters || back.give(message, SendBack.DEAD_LETTER);
        };
        if (receipt != null) {
            receiving.done();
        }
        return taken ? ConsumeOrderlyStatus.SUCCESS : ConsumeOrderlyStatus.SUSPEND_CURRENT_QUEUE_A_MOMENT;
    }
}
