package io.hongyan.broker;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.shard.Shard;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.broker.store.ShardStore;
import io.hongyan.broker.store.StoreException;
import io.hongyan.broker.store.VShard;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Messages on their way into outboxes that somebody outside the shards waits for. Any thread.
@SuppressWarnings("UndefinedEquals") // an answer is equal to itself alone
final class AwaitedAppends {
    private final Set<CompletableFuture<Boolean>> waiting = ConcurrentHashMap.newKeySet();
    private volatile @Nullable String ended;

    /// @param any to find the shard at home
    /// @return as [Broker#append]
    CompletableFuture<Boolean> append(Shard any, Outbox outbox, Message message, OutboxLabel label) {
        int vshard = VShard.ofClient(message.publisher());
        Shard home = any.home(vshard);
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        waiting.add(answer);
        String why = ended;
        if (why != null) {
            fail(answer, new StoreException(why));
        } else {
            home.loop()
                    .execute(() -> home.whenOpen(vshard, () -> {
                        try {
                            append(home.context().store(), outbox, message, label, answer);
                        } catch (RuntimeException fault) {
                            fail(answer, fault);
                        }
                    }));
        }
        return answer;
    }

    private void append(
            ShardStore store, Outbox outbox, Message message, OutboxLabel label, CompletableFuture<Boolean> answer) {
        String failure = store.failure();
        if (failure != null) {
            fail(answer, new StoreException(failure));
        } else if (store.refusal() != null || !outbox.reserve(message)) {
            complete(answer, false);
        } else {
            store.append(outbox, message, label);
            store.whenDurable(() -> complete(answer, true));
        }
    }

    private void complete(CompletableFuture<Boolean> answer, boolean taken) {
        waiting.remove(answer);
        answer.complete(taken);
    }

    private void fail(CompletableFuture<Boolean> answer, RuntimeException fault) {
        waiting.remove(answer);
        answer.completeExceptionally(fault);
    }

    /// Nothing becomes durable any more.
    void end(String why) {
        ended = why;
        waiting.forEach(answer -> fail(answer, new StoreException(why)));
    }
}
