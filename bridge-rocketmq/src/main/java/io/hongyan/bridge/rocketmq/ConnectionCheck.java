package io.hongyan.bridge.rocketmq;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.common.constant.PermName;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.remoting.exception.RemotingException;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.apache.rocketmq.remoting.protocol.RequestCode;
import org.apache.rocketmq.remoting.protocol.header.QueryMessageRequestHeader;
import org.apache.rocketmq.remoting.protocol.route.QueueData;
import org.apache.rocketmq.remoting.protocol.route.TopicRouteData;
import org.jspecify.annotations.Nullable;

/// Tries a connection, and says in sentences what is wrong.
final class ConnectionCheck {
    private static final long BUDGET_NANOS = TimeUnit.SECONDS.toNanos(24);
    /// No topic has so many: a broker looks at rights, topic and queue number of a message in this order, and keeps
    /// none for a queue that there is not.
    private static final int NO_QUEUE = 1_000_000;

    private final RemotingConnection connection;
    private final NanoClock clock;
    private final long deadline;
    private final List<String> faults = new ArrayList<>();
    private final Map<String, Boolean> brokers = new HashMap<>();

    ConnectionCheck(RemotingConnection connection, NanoClock clock) {
        this.connection = connection;
        this.clock = clock;
        deadline = clock.nanos() + BUDGET_NANOS;
    }

    List<String> run(List<String> topics) throws InterruptedException {
        int reached = 0;
        for (String address : connection.settings().addresses()) {
            String fault = Addresses.fault(address);
            if (fault == null) {
                reached++;
            } else {
                faults.add("name server " + address + " is unreachable (" + fault
                        + "); check the address, and that it runs");
            }
        }
        for (String topic : topics) {
            if (reached > 0 && inTime(topic)) {
                checkTopic(topic);
            }
        }
        return List.copyOf(faults);
    }

    private boolean inTime(String topic) {
        if (clock.nanos() - deadline < 0) {
            return true;
        }
        faults.add("topic " + topic + " was not checked: RocketMQ answers too slowly");
        return false;
    }

    private void checkTopic(String topic) throws InterruptedException {
        try {
            TopicRouteData route = connection.route(connection.named(topic));
            checkPermissions(topic, route);
            for (Map.Entry<String, String> broker : GroupStart.addresses(route).entrySet()) {
                if (brokers.computeIfAbsent(broker.getValue(), address -> reaches(broker.getKey(), address))
                        && inTime(topic)) {
                    checkRights(topic, broker.getKey(), broker.getValue());
                }
            }
        } catch (MQClientException e) {
            faults.add(
                    Faults.topicIsMissing(e)
                            ? "topic " + topic + " does not exist in RocketMQ, or no broker that has it is up; create "
                                    + "it, for instance with mqadmin updateTopic -t " + topic
                            : "topic " + topic + ": " + Faults.text(e));
        } catch (RemotingException e) {
            faults.add("no name server of "
                    + String.join(", ", connection.settings().addresses())
                    + " answers (" + Faults.text(e) + "); check that they are name servers, and that tls is set as it "
                    + "is there");
        }
    }

    private void checkPermissions(String topic, TopicRouteData route) {
        List<QueueData> queues = route.getQueueDatas();
        if (queues.stream().noneMatch(queue -> PermName.isWriteable(queue.getPerm()))) {
            faults.add("topic " + topic + " cannot be written to; give it the permission with mqadmin updateTopicPerm");
        }
        if (queues.stream().noneMatch(queue -> PermName.isReadable(queue.getPerm()))) {
            faults.add("topic " + topic + " cannot be read; give it the permission with mqadmin updateTopicPerm");
        }
    }

    private boolean reaches(String name, String address) {
        String fault = Addresses.fault(address);
        if (fault != null) {
            faults.add("broker " + name + " at " + address + " is unreachable (" + fault
                    + "); that is the address that it announces (brokerIP1 in its configuration)");
        }
        return fault == null;
    }

    private void checkRights(String topic, String broker, String address) throws InterruptedException {
        String name = connection.named(topic);
        try {
            connection
                    .producer()
                    .send(
                            new Message(name, new byte[1]),
                            new MessageQueue(name, broker, NO_QUEUE),
                            RemotingConnection.TIMEOUT_MILLIS);
        } catch (MQBrokerException e) {
            if (Faults.denied(e)) {
                faults.add(denied(topic, "written to", address, e.getErrorMessage()));
            }
        } catch (MQClientException | RemotingException | IllegalStateException e) {
            faults.add("topic " + topic + ": broker " + address + " does not answer: " + Faults.text(e));
            return;
        }
        String refusal = readRefusal(name, address);
        if (refusal != null) {
            faults.add(denied(topic, "read", address, refusal));
        }
    }

    private String denied(String topic, String what, String address, @Nullable String why) {
        return "topic " + topic + " may not be " + what + " " + connection.who() + ": broker " + address + " says: "
                + Faults.brief(String.valueOf(why));
    }

    /// Looks for a message that is not there.
    private @Nullable String readRefusal(String topic, String address) throws InterruptedException {
        var question = new QueryMessageRequestHeader();
        question.setTopic(topic);
        question.setKey("hongyan-check");
        question.setMaxNum(1);
        question.setBeginTimestamp(0L);
        question.setEndTimestamp(1L);
        // The client would add a mark, which a broker of 4.9 leaves out when it computes the signature.
        RemotingCommand request = RemotingCommand.createRequestCommand(RequestCode.QUERY_MESSAGE, question);
        try {
            RemotingCommand answer = connection
                    .api()
                    .getRemotingClient()
                    .invokeSync(address, request, RemotingConnection.TIMEOUT_MILLIS);
            return Faults.denied(new MQBrokerException(answer.getCode(), answer.getRemark()))
                    ? answer.getRemark()
                    : null;
        } catch (RemotingException e) {
            return null;
        }
    }
}
