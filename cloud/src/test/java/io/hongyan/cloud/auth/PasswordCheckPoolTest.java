package io.hongyan.cloud.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class PasswordCheckPoolTest {
    private static final String HERE = "127.0.0.1";
    private static final String ELSEWHERE = "127.0.0.2";

    private final PasswordCheckPool checks = new PasswordCheckPool(1, 4);
    private final CountDownLatch hold = new CountDownLatch(1);
    private final List<String> ran = new CopyOnWriteArrayList<>();
    private final CountDownLatch last = new CountDownLatch(1);

    @Test
    void too_many_waiting_checks_are_refused() throws InterruptedException {
        assertThat(submit(HERE, this::gone, this::hold)).isTrue();
        assertThat(submit(HERE, this::gone, () -> ran.add("a"))).isTrue();
        assertThat(submit(HERE, this::gone, this::end)).isTrue();
        assertThat(submit(HERE, this::gone, () -> ran.add("c"))).isFalse();
        hold.countDown();
        awaitLast();
        assertThat(ran).containsExactly("a", "last");
    }

    @Test
    void one_address_gets_no_more_than_half_of_the_line() {
        submit(HERE, this::gone, this::hold);
        assertThat(submit(HERE, this::gone, () -> {})).isTrue();
        assertThat(submit(HERE, this::gone, () -> {})).isTrue();
        assertThat(submit(HERE, this::gone, () -> {})).isFalse();
        assertThat(submit(ELSEWHERE, this::gone, () -> {})).isTrue();
        assertThat(submit(ELSEWHERE, this::gone, () -> {})).isTrue();
        assertThat(submit("127.0.0.3", this::gone, () -> {}))
                .as("the line is full")
                .isFalse();
        hold.countDown();
    }

    @Test
    void who_has_gone_makes_room_and_is_not_checked() throws InterruptedException {
        AtomicBoolean goneNow = new AtomicBoolean();
        AtomicBoolean goneLater = new AtomicBoolean();
        submit(HERE, this::gone, this::hold);
        submit(HERE, goneNow::get, () -> ran.add("gone"));
        submit(HERE, goneLater::get, () -> ran.add("gone later"));
        assertThat(submit(HERE, this::gone, this::end)).isFalse();
        goneNow.set(true);
        assertThat(submit(HERE, this::gone, this::end)).isTrue();
        goneLater.set(true);
        hold.countDown();
        awaitLast();
        assertThat(ran).containsExactly("last");
    }

    @Test
    void a_check_that_fails_is_answered_and_does_not_hold_up_the_next() throws InterruptedException {
        submit(HERE, this::gone, this::hold);
        checks.submit(HERE, this::gone, () -> fail(new AssertionError("on purpose")), ran::add, "fault");
        submit(HERE, this::gone, this::end);
        hold.countDown();
        awaitLast();
        assertThat(ran).containsExactly("fault", "last");
    }

    @Test
    void an_answer_that_fails_does_not_hold_up_the_next() throws InterruptedException {
        submit(HERE, this::gone, this::hold);
        checks.submit(HERE, this::gone, () -> "right", _ -> fail(new AssertionError("on purpose")), "fault");
        submit(HERE, this::gone, this::end);
        hold.countDown();
        awaitLast();
        assertThat(ran).containsExactly("last");
    }

    @Test
    void a_line_needs_somebody_who_checks() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PasswordCheckPool(0, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new PasswordCheckPool(1, -1));
    }

    private boolean submit(String from, BooleanSupplier gone, Runnable work) {
        return checks.submit(
                from,
                gone,
                () -> {
                    work.run();
                    return "";
                },
                _ -> {},
                "");
    }

    private static String fail(Error error) {
        throw error;
    }

    private boolean gone() {
        return false;
    }

    private void hold() {
        try {
            hold.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() {
        ran.add("last");
        last.countDown();
    }

    private void awaitLast() throws InterruptedException {
        assertThat(last.await(30, TimeUnit.SECONDS)).isTrue();
    }
}
