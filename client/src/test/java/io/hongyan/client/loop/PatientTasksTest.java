package io.hongyan.client.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.transport.Loop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PatientTasksTest {
    private final HandLoop loop = new HandLoop();
    private final PatientTasks tasks = new PatientTasks(loop);
    private final List<Integer> ran = new ArrayList<>();

    @Test
    void while_few_messages_come_a_task_wakes_the_loop_at_once() {
        tasks.expect();
        tasks.put(new Numbered(1));
        assertThat(loop.woken).hasSize(1);
        loop.wake();
        assertThat(ran).containsExactly(1);
    }

    @Test
    void while_many_come_tasks_wait_until_there_are_some_and_run_in_their_order() {
        busy();
        for (int i = 1; i <= 4; i++) {
            tasks.expect();
            tasks.put(new Numbered(i));
        }
        assertThat(loop.woken).isEmpty();
        assertThat(ran).isEmpty();
        tasks.expect();
        assertThat(ran).containsExactly(1, 2, 3, 4);
    }

    @Test
    void nothing_waits_longer_than_a_few_milliseconds() {
        busy();
        tasks.expect();
        tasks.put(new Numbered(1));
        loop.milliseconds();
        assertThat(ran).containsExactly(1);
        tasks.put(new Numbered(2));
        loop.wake();
        assertThat(ran).containsExactly(1, 2);
    }

    @Test
    void more_than_a_few_messages_without_acknowledgement_do_not_let_the_server_wait() {
        busy();
        for (int i = 0; i < 5; i++) {
            tasks.expect();
        }
        tasks.put(new Numbered(1));
        assertThat(loop.woken).hasSize(1);
    }

    @Test
    void a_server_that_sends_one_message_at_a_time_waits_once() {
        busy();
        tasks.expect();
        tasks.put(new Numbered(1));
        loop.milliseconds();
        tasks.expect();
        tasks.put(new Numbered(2));
        assertThat(loop.woken).hasSize(1);
    }

    @Test
    void a_loop_that_has_ended_refuses_the_tasks() {
        loop.ended = true;
        tasks.put(new Numbered(1));
        assertThat(ran).containsExactly(-1);
    }

    /// Fifty messages in a tick, acknowledged on the loop.
    private void busy() {
        for (int i = 0; i < 50; i++) {
            tasks.expect();
        }
        tasks.tick();
        tasks.run();
    }

    private final class Numbered implements LoopTask<PatientTasks> {
        private final int number;
        private @Nullable LoopTask<PatientTasks> previous;

        Numbered(int number) {
            this.number = number;
        }

        @Override
        public @Nullable LoopTask<PatientTasks> previous() {
            return previous;
        }

        @Override
        public void previous(@Nullable LoopTask<PatientTasks> work) {
            previous = work;
        }

        @Override
        public void run(PatientTasks target) {
            ran.add(number);
        }

        @Override
        public void reject(PatientTasks target) {
            ran.add(-number);
        }
    }

    /// Runs what it was given when it is told to.
    private static final class HandLoop implements Loop {
        private final ArrayDeque<Runnable> woken = new ArrayDeque<>();
        private final ArrayDeque<Runnable> later = new ArrayDeque<>();
        private boolean ended;

        void wake() {
            while (!woken.isEmpty()) {
                woken.remove().run();
            }
        }

        void milliseconds() {
            while (!later.isEmpty()) {
                later.remove().run();
            }
        }

        @Override
        public boolean inLoop() {
            return true;
        }

        @Override
        public void execute(Runnable task) {
            if (ended) {
                throw new RejectedExecutionException();
            }
            woken.add(task);
        }

        @Override
        public void nextTurn(Runnable task) {
            later.add(task);
        }

        @Override
        public void every(Duration period, Runnable task) {}
    }
}
