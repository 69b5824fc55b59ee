package io.hongyan.cloud.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.hongyan.broker.auth.Decision;
import io.hongyan.cloud.FakeClient;
import io.hongyan.cloud.Stage;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.topic.Topic;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionCacheTest {
    private static final Decision NO = Decision.deny(ReasonCode.NOT_AUTHORIZED, "no");

    private final DecisionCache decisions = new DecisionCache();
    private final Object state = new Object();

    @Test
    void a_decision_is_found_again() {
        List<Topic> topics = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            Topic topic = Topic.of("t/" + i);
            topics.add(topic);
            decisions.put(state, topic, i % 2 == 0 ? Decision.ALLOW : NO);
            assertThat(decisions.get(state, Topic.of("t/" + i))).isEqualTo(i % 2 == 0 ? Decision.ALLOW : NO);
        }
        assertThat(decisions.get(state, Topic.of("t/0"))).isEqualTo(Decision.ALLOW);
        for (int i = 0; i < topics.size(); i++) {
            assertThat(decisions.get(state, topics.get(i))).isIn(null, i % 2 == 0 ? Decision.ALLOW : NO);
        }
    }

    @Test
    void a_decision_of_another_state_does_not_count() {
        decisions.put(state, Topic.of("a"), Decision.ALLOW);
        decisions.put(state, Topic.of("b"), Decision.ALLOW);
        Object next = new Object();
        assertThat(decisions.get(next, Topic.of("a"))).isNull();
        decisions.put(next, Topic.of("a"), NO);
        assertThat(decisions.get(next, Topic.of("b"))).isNull();
        assertThat(decisions.get(state, Topic.of("b"))).isNull();
        decisions.clear();
        assertThat(decisions.get(next, Topic.of("a"))).isNull();
    }

    @Test
    void long_topics_are_not_kept() {
        Topic topic = Topic.of("x".repeat(257));
        decisions.put(state, topic, Decision.ALLOW);
        assertThat(decisions.get(state, topic)).isNull();
    }

    @Test
    void asking_again_allocates_nothing() {
        FakeClient client = new Stage().device(Stage.DEVICE);
        Topic one = Topic.of("TopicA/one");
        Topic two = Topic.of("TopicA/two");
        ask(client, one, two);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        ask(client, one, two);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).isLessThan(10_000); // for 40,000 questions
    }

    private static void ask(FakeClient client, Topic... topics) {
        for (int i = 0; i < 10_000; i++) {
            for (Topic topic : topics) {
                var policy = client.policy();
                if (!(policy.authorizer().publish(client, topic) instanceof Decision.Allow)
                        || !(policy.publishPolicy().check(client, topic, QoS.AT_LEAST_ONCE, false, 64)
                                instanceof Decision.Allow)
                        || policy.directDelivery().target(topic) != null) {
                    throw new AssertionError("not allowed: " + topic);
                }
            }
        }
    }
}
