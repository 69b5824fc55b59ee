package io.hongyan.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What a client has heard so far, in order. Filled by the client's thread, emptied by the test's.
final class Ears {
    static final long PATIENCE_SECONDS = 20;

    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

    void hear(Heard message) {
        heard.add(message);
    }

    Heard next() throws InterruptedException {
        Heard next = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(next).as("a message within %s s", PATIENCE_SECONDS).isNotNull();
        return next;
    }
}
