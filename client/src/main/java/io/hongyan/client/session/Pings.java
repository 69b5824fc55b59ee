package io.hongyan.client.session;

import io.hongyan.client.message.MqttException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/// The pings of a connection that are not answered yet. A server answers in the order of what it receives, so an answer
/// also says that it has dealt with what was sent before the ping.
///
/// Confined to the loop.
final class Pings {
    private final Session session;
    private final Deque<CompletableFuture<Void>> waiting = new ArrayDeque<>();
    private long lastSent;

    Pings(Session session) {
        this.session = session;
    }

    /// A ping is about to be sent.
    ///
    /// @param done completed on the executor with the answer; fails with an [MqttException]
    /// @param now milliseconds of the loop
    void sent(CompletableFuture<Void> done, long now) {
        waiting.add(done);
        lastSent = now;
    }

    /// PINGRESP has come. One that nobody asked for is none.
    void answered() {
        CompletableFuture<Void> done = waiting.poll();
        if (done != null) {
            session.callbacks().complete(() -> done.complete(null), false);
        }
    }

    /// The connection has ended.
    void fail(MqttException why) {
        for (CompletableFuture<Void> done = waiting.poll(); done != null; done = waiting.poll()) {
            CompletableFuture<Void> next = done;
            session.callbacks().complete(() -> next.completeExceptionally(why), false);
        }
    }

    boolean unanswered() {
        return !waiting.isEmpty();
    }

    /// When the last one was sent, in milliseconds of the loop.
    long lastSent() {
        return lastSent;
    }
}
