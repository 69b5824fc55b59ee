package io.hongyan.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps what a receiver got, for a test to take.
final class Received<T> implements Consumer<T> {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final BlockingQueue<T> queue = new LinkedBlockingQueue<>();

    @Override
    public void accept(T item) {
        queue.add(item);
    }

    /// The next one; fails when none comes.
    T next() {
        try {
            @Nullable T item = queue.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(item).as("the next one in time").isNotNull();
            return item;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The next one of that kind; others are skipped.
    <U extends T> U next(Class<U> kind) {
        T item = next();
        while (!kind.isInstance(item)) {
            item = next();
        }
        return kind.cast(item);
    }

    List<T> next(int count) {
        List<T> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(next());
        }
        return items;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }
}
