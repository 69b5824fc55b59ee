package io.hongyan.client.session;

import io.hongyan.client.message.MqttException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The pings of a connection that are not answered yet. A server answers in the order of what it receives, so an answer
/// also says that it has dealt with what was sent before the ping.
///
/// Confined to the loop.
final class Pings {
    private final Session session;
    /// Made with the first ping.
    private @Nullable Deque<CompletableFuture<Void>> waiting;
    private long lastSent;

    Pings(Session session) {
        this.session = session;
    }

    /// A ping is about to be sent.
    ///
    /// @param done completed on the executor with the answer; fails with an [MqttException]
    /// @param now milliseconds of the loop
    void sent(CompletableFuture<Void> done, long now) {
        if (waiting == null) {
            waiting = new ArrayDeque<>(2);
        }
        waiting.add(done);
        lastSent = now;
    }

    /// PINGRESP has come. One that nobody asked for is none.
    void answered() {
        CompletableFuture<Void> done = next();
        if (done != null) {
            session.callbacks().complete(() -> done.complete(null), false);
        }
    }

    /// The connection has ended.
    void fail(MqttException why) {
        for (CompletableFuture<Void> done = next(); done != null; done = next()) {
            CompletableFuture<Void> failed = done;
            session.callbacks().complete(() -> failed.completeExceptionally(why), false);
        }
    }

    boolean unanswered() {
        return waiting != null && !waiting.isEmpty();
    }

    private @Nullable CompletableFuture<Void> next() {
        return waiting == null ? null : waiting.poll();
    }

    /// When the last one was sent, in milliseconds of the loop.
    long lastSent() {
        return lastSent;
    }
}
