package io.hongyan.bridge.rocketmq;

import io.hongyan.exchange.spi.ExchangeReceiver.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyContext;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.common.message.MessageExt;
import org.jspecify.annotations.Nullable;

/// Hands over some messages at once. It answers each by itself, so that one that is to come again takes none along.
final class ConcurrentListener implements MessageListenerConcurrently {
    private final Receiving receiving;
    private final SendBack back;
    private final boolean deadLetters;

    ConcurrentListener(Receiving receiving, SendBack back, boolean deadLetters) {
        this.receiving = receiving;
        this.back = back;
        this.deadLetters = deadLetters;
    }

    @Override
    public ConsumeConcurrentlyStatus consumeMessage(List<MessageExt> messages, ConsumeConcurrentlyContext context) {
        List<@Nullable CompletableFuture<Receipt>> receipts = new ArrayList<>(messages.size());
        for (MessageExt message : messages) {
            receipts.add(receiving.hand(message));
        }
        boolean answered = true;
        for (int i = 0; i < messages.size(); i++) {
            CompletableFuture<Receipt> receipt = receipts.get(i);
            answered &= answer(messages.get(i), receiving.await(receipt));
        }
        receipts.forEach(receipt -> {
            if (receipt != null) {
                receiving.done();
            }
        });
        // Not answered means that the consumer is being closed, and RocketMQ's client does not look at this.
        return answered ? ConsumeConcurrentlyStatus.CONSUME_SUCCESS : ConsumeConcurrentlyStatus.RECONSUME_LATER;
    }

    private boolean answer(MessageExt message, @Nullable Receipt receipt) {
        return switch (receipt) {
            case null -> false;
            case TAKEN -> true;
            case LATER -> back.give(message, SendBack.delayLevel(message.getReconsumeTimes() + 1));
            case REFUSED -> !deadLetters || back.give(message, SendBack.DEAD_LETTER);
        };
    }
}
