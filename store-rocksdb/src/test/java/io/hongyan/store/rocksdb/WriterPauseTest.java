package io.hongyan.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class WriterPauseTest {
    private static final long FOR_EVER = Duration.ofDays(1).toNanos();

    private final WriterPause pause = new WriterPause(FOR_EVER);
    private final ConcurrentLinkedQueue<Integer> requests = new ConcurrentLinkedQueue<>();
    private int sum; // read after join

    private void take() {
        while (sum < 3) {
            Integer request = requests.poll();
            if (request == null) {
                pause.pause(true, requests::isEmpty);
            } else {
                pause.interrupted();
                sum += request;
            }
        }
    }

    @Test
    void who_puts_a_request_while_the_writer_dozes_is_told_to_wake_it() throws InterruptedException {
        Thread writer = Thread.ofPlatform().daemon().start(this::take);
        for (int request = 1; request <= 2; request++) {
            await().until(pause::dozes);
            requests.add(request);
            assertThat(pause.dozes()).isTrue();
            LockSupport.unpark(writer);
        }
        writer.join(Duration.ofSeconds(30));
        assertThat(sum).isEqualTo(3);
    }

    @Test
    void it_does_not_doze_while_something_is_due() {
        for (int i = 0; i < 210; i++) {
            pause.pause(false, () -> {
                throw new AssertionError("it is about to doze");
            });
        }
        assertThat(pause.dozes()).isFalse();
    }

    @Test
    void a_request_that_comes_while_it_falls_asleep_is_seen() {
        int[] asked = {0};
        for (int i = 0; asked[0] < 2; i++) {
            pause.pause(true, () -> {
                assertThat(pause.dozes()).isTrue(); // who puts now wakes
                asked[0]++;
                return false;
            });
            assertThat(i).isLessThan(300);
        }
        assertThat(pause.dozes()).isFalse();
    }
}
