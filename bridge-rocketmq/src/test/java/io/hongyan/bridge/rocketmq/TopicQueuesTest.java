package io.hongyan.bridge.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.exchange.spi.SendOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.remoting.exception.RemotingConnectException;
import org.apache.rocketmq.remoting.exception.RemotingException;
import org.apache.rocketmq.remoting.protocol.ResponseCode;
import org.apache.rocketmq.remoting.protocol.route.BrokerData;
import org.apache.rocketmq.remoting.protocol.route.QueueData;
import org.apache.rocketmq.remoting.protocol.route.TopicRouteData;
import org.junit.jupiter.api.Test;

class TopicQueuesTest {
    private final Map<String, Integer> brokers = new HashMap<>();
    private boolean nameServerIsUp = true;
    private long now;
    private int asked;
    private final TopicQueues queues = new TopicQueues("topic", this::route, () -> now);

    private TopicRouteData route(String topic) throws RemotingException, MQClientException {
        asked++;
        if (!nameServerIsUp) {
            throw new RemotingConnectException("10.0.0.1:9876");
        }
        if (brokers.isEmpty()) {
            throw new MQClientException(ResponseCode.TOPIC_NOT_EXIST, "no " + topic);
        }
        var route = new TopicRouteData();
        route.setQueueDatas(new ArrayList<>());
        route.setBrokerDatas(new ArrayList<>());
        brokers.forEach((name, count) -> {
            var queue = new QueueData();
            queue.setBrokerName(name);
            queue.setWriteQueueNums(count);
            queue.setReadQueueNums(count);
            queue.setPerm(6);
            route.getQueueDatas().add(queue);
            route.getBrokerDatas().add(new BrokerData("c", name, new HashMap<>(Map.of(0L, "10.0.0.2:10911"))));
        });
        return route;
    }

    private SendOutcome.Later refreshAfter(long seconds) throws InterruptedException {
        now += TimeUnit.SECONDS.toNanos(seconds);
        return queues.refresh();
    }

    @Test
    void the_key_and_the_number_of_queues_decide() {
        assertThat(TopicQueues.index("GID_test@@@0001", 8)).isEqualTo(TopicQueues.index("GID_test@@@0001", 8));
        // The CRC-32 of "123456789" is the check value of that algorithm, CBF43926.
        assertThat(TopicQueues.index("123456789", 1_000)).isEqualTo((int) (0xCBF43926L % 1_000));
    }

    @Test
    void a_broker_that_is_away_keeps_its_keys_for_ten_minutes() throws Exception {
        brokers.putAll(Map.of("a", 4, "b", 4));
        assertThat(refreshAfter(0)).isNull();
        Map<String, MessageQueue> before = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            before.put("key" + i, queues.queue("key" + i));
        }
        brokers.remove("b");
        assertThat(refreshAfter(60)).isNull();
        before.forEach((key, queue) -> assertThat(queues.queue(key)).isEqualTo(queue));
        assertThat(queues.reachable(Set.of()))
                .extracting(MessageQueue::getBrokerName)
                .containsOnly("a");

        assertThat(refreshAfter(11 * 60)).isNull();
        assertThat(before.keySet())
                .allMatch(key -> queues.queue(key).getBrokerName().equals("a"));
    }

    @Test
    void without_name_server_the_known_queues_do() throws Exception {
        nameServerIsUp = false;
        assertThat(refreshAfter(0).reason()).isEqualTo(Faults.UNREACHABLE);
        nameServerIsUp = true;
        brokers.put("a", 2);
        assertThat(refreshAfter(2)).isNull();
        nameServerIsUp = false;
        assertThat(refreshAfter(60)).isNull();
        assertThat(queues.queue("key")).isNotNull();
    }

    @Test
    void a_failed_broker_is_avoided_for_ten_seconds_and_the_route_asked_for_soon() throws Exception {
        brokers.putAll(Map.of("a", 1, "b", 1));
        queues.refresh();
        queues.doubt(Set.of("a"));
        assertThat(queues.reachable(Set.of()))
                .extracting(MessageQueue::getBrokerName)
                .containsOnly("b");
        assertThat(queues.reachable(Set.of("b"))).isEmpty();
        assertThat(asked).isEqualTo(1);
        refreshAfter(2);
        assertThat(asked).isEqualTo(2);
        refreshAfter(10);
        assertThat(queues.reachable(Set.of())).hasSize(2);
    }

    @Test
    void a_missing_topic_is_named() throws Exception {
        SendOutcome.Later fault = refreshAfter(0);
        assertThat(fault.reason()).isEqualTo(Faults.NO_ROUTE);
        assertThat(fault.why()).contains("topic topic does not exist");
        assertThat(List.of(fault)).doesNotContainNull();
    }
}
