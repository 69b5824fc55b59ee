package io.hongyan.cluster.ask;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.broker.message.Clock;
import io.hongyan.cluster.peer.FakeNetwork;
import io.hongyan.cluster.peer.NodeId;
import io.hongyan.cluster.peer.NodeLink;
import io.hongyan.cluster.peer.TurnLoop;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuestionsTest {
    private static final NodeId A = new NodeId("a", 1);
    private static final NodeId B = new NodeId("b", 1);

    private final FakeNetwork network = new FakeNetwork(new Random(1), 8);
    private final TurnLoop loop = new TurnLoop();
    private final Hand clock = new Hand();
    private final Questions a = new Questions(loop, clock, Duration.ofSeconds(1));
    private final Questions b = new Questions(loop, clock, Duration.ofSeconds(1));
    private NodeLink link;

    private static final class Hand implements Clock {
        long millis;

        @Override
        public long wallMillis() {
            return millis;
        }

        @Override
        public long steadyMillis() {
            return millis;
        }
    }

    @BeforeEach
    void connect() {
        a.start();
        b.start();
        link = network.connect(new FakeNetwork.End(A, 0, a), new FakeNetwork.End(B, 0, b));
    }

    private void settle() {
        boolean more = true;
        while (more) {
            boolean stepped = loop.step();
            more = network.step() || stepped;
        }
    }

    private CompletableFuture<byte[]> ask(String subject, String question) {
        CompletableFuture<byte[]> answer = a.ask(B, subject, question.getBytes(UTF_8));
        settle();
        return answer;
    }

    private static void assertFailed(CompletableFuture<byte[]> answer, String why) {
        assertThat(answer).isCompletedExceptionally();
        assertThatThrownBy(answer::join)
                .cause()
                .isInstanceOf(QuestionException.class)
                .hasMessageContaining(why);
    }

    @Test
    void an_answer_comes_back_to_who_asked() {
        CompletableFuture<byte[]> later = new CompletableFuture<>();
        b.answer("echo", question -> CompletableFuture.completedFuture(question));
        b.answer("later", question -> later);
        CompletableFuture<byte[]> open = ask("later", "1");
        assertThat(new String(ask("echo", "2").join(), UTF_8)).isEqualTo("2");
        assertThat(open).isNotDone();
        later.complete("done".getBytes(UTF_8));
        settle();
        assertThat(new String(open.join(), UTF_8)).isEqualTo("done");
    }

    @Test
    void a_question_that_cannot_be_answered_says_why() {
        b.answer("refuse", question -> CompletableFuture.failedFuture(new QuestionException("no such client")));
        b.answer("fault", question -> {
            throw new IllegalStateException("broken");
        });
        b.answer("large", question -> CompletableFuture.completedFuture(new byte[2 << 20]));
        assertFailed(ask("refuse", ""), "node b: no such client");
        assertFailed(ask("fault", ""), "node b: broken");
        assertFailed(ask("large", ""), "does not take its answer");
        assertFailed(ask("unknown", ""), "it knows nothing of unknown");
        assertFailed(ask("echo", "x".repeat(2 << 20)), "does not take a question of");
        assertFailed(asked("c"), "there is no link to node c");
    }

    private CompletableFuture<byte[]> asked(String node) {
        CompletableFuture<byte[]> answer = a.ask(new NodeId(node, 1), "echo", new byte[0]);
        settle();
        return answer;
    }

    @Test
    void nobody_waits_for_longer_than_the_patience_or_than_the_link() {
        b.answer("never", question -> new CompletableFuture<>());
        CompletableFuture<byte[]> first = ask("never", "");
        clock.millis = 500;
        CompletableFuture<byte[]> second = ask("never", "");
        clock.millis = 1000;
        loop.tick();
        assertFailed(first, "has not answered within 1000 ms");
        assertThat(second).isNotDone();
        network.cut(link);
        assertFailed(second, "the link to node b has ended");
        assertFailed(ask("never", ""), "there is no link to node b");
    }

    @Test
    void an_answer_that_comes_too_late_harms_nobody() {
        CompletableFuture<byte[]> late = new CompletableFuture<>();
        b.answer("late", question -> late);
        CompletableFuture<byte[]> asked = ask("late", "");
        clock.millis = 1000;
        loop.tick();
        late.complete(new byte[1]);
        settle();
        assertFailed(asked, "has not answered");
        assertThat(network.reasons()).isEmpty();
    }

    @Test
    void a_frame_on_the_wrong_side_ends_the_link() {
        ByteBuffer frame = link.frame(QuestionFrames.ANSWER, Long.BYTES);
        assertThat(frame).isNotNull();
        frame.putLong(1);
        settle();
        assertThat(network.reasons()).hasSize(1);
    }
}
