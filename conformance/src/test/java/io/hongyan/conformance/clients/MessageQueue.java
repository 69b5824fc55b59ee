package io.hongyan.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The messages that a client received, in order. Filled by the client's thread, emptied by the test's.
final class MessageQueue {
    static final long PATIENCE_SECONDS = 20;

    private final BlockingQueue<ReceivedMessage> messages = new LinkedBlockingQueue<>();

    void add(ReceivedMessage message) {
        messages.add(message);
    }

    ReceivedMessage next() throws InterruptedException {
        ReceivedMessage next = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(next).as("a message within %s s", PATIENCE_SECONDS).isNotNull();
        return next;
    }
}
