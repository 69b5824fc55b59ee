package io.hongyan.client.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CourierTest {
    private final Courier courier = new Courier("courier", MonotonicClock.SYSTEM);
    private final BlockingQueue<Thread> ran = new LinkedBlockingQueue<>();

    @Test
    void a_task_that_blocks_holds_up_no_other() throws InterruptedException {
        CountDownLatch blocked = new CountDownLatch(1);
        courier.execute(() -> {
            ran.add(Thread.currentThread());
            await(blocked);
        });
        assertThat(next().isVirtual()).isFalse();
        courier.execute(() -> ran.add(Thread.currentThread()));
        assertThat(next().isVirtual()).isTrue();
        blocked.countDown();
    }

    @Test
    void a_task_that_throws_or_interrupts_its_thread_does_not_end_it() throws InterruptedException {
        BlockingQueue<Throwable> thrown = new LinkedBlockingQueue<>();
        courier.execute(() -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, fault) -> thrown.add(fault));
            Thread.currentThread().interrupt();
            throw new IllegalStateException("on purpose");
        });
        assertThat(thrown.poll(10, TimeUnit.SECONDS)).hasMessage("on purpose");
        Thread taker;
        do { // until the thread waits again, others run what it would take
            courier.execute(() -> ran.add(Thread.currentThread()));
            taker = next();
        } while (taker.isVirtual());
        assertThat(taker.getName()).isEqualTo("courier");
    }

    @Test
    void each_task_of_many_threads_runs_once() throws InterruptedException {
        int threads = 4;
        int each = 20_000;
        AtomicInteger count = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(threads * each);
        for (int i = 0; i < threads; i++) {
            Thread.startVirtualThread(() -> {
                for (int k = 0; k < each; k++) {
                    courier.execute(() -> {
                        count.incrementAndGet();
                        done.countDown();
                    });
                }
            });
        }
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(count).hasValue(threads * each);
    }

    private Thread next() throws InterruptedException {
        Thread thread = ran.poll(10, TimeUnit.SECONDS);
        assertThat(thread).isNotNull();
        return thread;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
