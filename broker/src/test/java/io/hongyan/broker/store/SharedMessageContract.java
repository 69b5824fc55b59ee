package io.hongyan.broker.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.message.Message;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every store promises for a message that many sessions have: each gives back its own.
public abstract class SharedMessageContract {
    private OpenStore run;

    /// The same content each time; the one before is closed.
    protected abstract Store open();

    @BeforeEach
    void start() {
        run = new OpenStore(open());
    }

    @AfterEach
    void stop() {
        run.close();
    }

    /// What a session gives back in one write, in every order in which it may: each message once.
    enum GivesBack {
        DONE_THEN_ENDS,
        DONE_TWICE,
        ENDS_THEN_DONE,
        ENDS_TWICE,
        MOVED_THEN_ENDS,
        DONE_BEFORE_IT_WAS_STORED
    }

    @ParameterizedTest
    @EnumSource
    void whoever_gives_a_message_back_takes_it_from_nobody_else(GivesBack how) {
        List<String> others = new ArrayList<>();
        for (int i = 0; i < 50; i++) { // so that some of them meet in one write
            Message message = OpenStore.message("a", "m" + i);
            String ending = run.session("ending" + i);
            String other = run.session("other" + i);
            others.add(other);
            run.append(ending, 1, message);
            run.append(other, 1, message);
            if (how != GivesBack.DONE_BEFORE_IT_WAS_STORED) {
                run.durable().join();
            }
            giveBack(ending, how);
        }
        run.durable().join();
        run.close();
        run = new OpenStore(open());
        for (int i = 0; i < 50; i++) {
            assertThat(run.texts(others.get(i), 0, 10)).containsExactly("m" + i);
        }
    }

    private void giveBack(String session, GivesBack how) {
        SessionStore stored = run.of(session);
        switch (how) {
            case DONE_THEN_ENDS, DONE_BEFORE_IT_WAS_STORED -> {
                run.done(session, 1);
                stored.remove();
            }
            case DONE_TWICE -> {
                run.done(session, 1);
                run.done(session, 1);
            }
            case ENDS_THEN_DONE -> {
                stored.remove();
                run.done(session, 1);
            }
            case ENDS_TWICE -> {
                stored.remove();
                stored.remove();
            }
            case MOVED_THEN_ENDS -> {
                InboxEntry entry = run.page(session, 0, 10).entries().getFirst();
                stored.moved(entry, new AtomicBatch());
                stored.remove();
            }
        }
    }
}
