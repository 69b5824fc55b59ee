package io.hongyan.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.auth.AuthResult.Admitted;
import io.hongyan.broker.auth.Client;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.auth.Decision;
import io.hongyan.broker.auth.Identity;
import io.hongyan.broker.auth.Reaction;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import io.hongyan.transport.Peer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// A connected client whose timers follow a fake clock, and whose shard runs when the test says so.
public final class FakeClient implements Client {
    private final Peer peer;
    private final FakeClock clock;
    private final Admitted admitted;
    private final String clientId;
    private final Version version;
    private final List<String> sent = new ArrayList<>();
    private final PriorityQueue<Task> timers = new PriorityQueue<>(Comparator.comparingLong(Task::due));
    private final ConcurrentLinkedQueue<Runnable> posted = new ConcurrentLinkedQueue<>();
    private boolean ordered;
    private final List<TopicFilter> held = new ArrayList<>();
    private boolean connected = true;
    private @Nullable ReasonCode ended;

    private record Task(long due, Runnable action) {}

    public FakeClient(FakeClock clock, Admitted admitted, String clientId, Version version) {
        this(clock, admitted, clientId, version, Requests.PEER);
    }

    public FakeClient(FakeClock clock, Admitted admitted, String clientId, Version version, Peer peer) {
        this.peer = peer;
        this.clock = clock;
        this.admitted = admitted;
        this.clientId = clientId;
        this.version = version;
        policy().presence().connected(this);
    }

    /// Runs what was posted and what is due.
    public void turn() {
        for (Runnable task = posted.poll(); task != null; task = posted.poll()) {
            task.run();
        }
        while (connected && !timers.isEmpty() && timers.element().due() <= clock.wallMillis()) {
            timers.remove().action().run();
        }
    }

    public int timers() {
        return timers.size();
    }

    /// What the rules say about a publish at QoS 1, in the broker's order. Before 5.0 a refusal ends the connection.
    public Decision publish(String topic, String payload) {
        return publish(Topic.of(topic), payload.getBytes(UTF_8));
    }

    public Decision publish(Topic topic, byte[] payload) {
        if (topic.startsWithDollar()) {
            var command = policy().controlTopics().find(topic);
            return command == null
                    ? Decision.deny(ReasonCode.NOT_AUTHORIZED, "no command")
                    : command.run(this, payload);
        }
        Decision decision = policy().authorizer().publish(this, topic);
        if (decision instanceof Decision.Allow) {
            decision = policy().publishPolicy().check(this, topic, QoS.AT_LEAST_ONCE, false, payload.length);
        }
        if (decision instanceof Decision.Deny deny
                && !version.isV5()
                && policy().reactions().to(deny.kind()) == Reaction.CLOSE) {
            policy().authorizer().ending(this, topic);
        }
        return decision;
    }

    /// What the rules say about a filter, in the broker's order.
    public Decision subscribe(String text) {
        TopicFilter filter = TopicFilter.parse(text);
        Decision decision = policy().authorizer().subscribe(this, filter);
        if (decision instanceof Decision.Allow) {
            decision = policy().subscribePolicy().admit(this, filter, held.size());
        }
        if (decision instanceof Decision.Allow) {
            held.add(filter);
        }
        return decision;
    }

    public void unsubscribe(String text) {
        TopicFilter filter = TopicFilter.parse(text);
        held.remove(filter);
        policy().subscribePolicy().released(instance(), filter);
    }

    /// The connection ends from the client's side.
    public void leave() {
        if (connected) {
            policy().presence().disconnected(this);
            connected = false;
            timers.clear();
        }
    }

    public ClientPolicy policy() {
        return admitted.policy();
    }

    /// The filters that it has.
    public List<String> filters() {
        return held.stream().map(TopicFilter::text).toList();
    }

    /// What the server sent: topic, space, payload.
    public List<String> sent() {
        return sent;
    }

    /// Why the server ended the connection; null while it has not.
    public @Nullable ReasonCode ended() {
        return ended;
    }

    @Override
    public String instance() {
        return admitted.instance();
    }

    @Override
    public String clientId() {
        return clientId;
    }

    @Override
    public Identity identity() {
        return admitted.identity();
    }

    @Override
    public Version version() {
        return version;
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public boolean cleanSession() {
        return true;
    }

    @Override
    public boolean ordered() {
        return ordered;
    }

    @Override
    public void ordered(boolean on) {
        ordered = on;
    }

    @Override
    public void send(Topic topic, byte[] payload, QoS qos) {
        if (connected) {
            sent.add(topic + " " + new String(payload, UTF_8));
        }
    }

    @Override
    public void disconnect(ReasonCode reason, String why) {
        if (connected) {
            ended = reason;
            leave();
        }
    }

    @Override
    public int recheck() {
        List<TopicFilter> lost = held.stream()
                .filter(filter -> policy().authorizer().subscribe(this, filter) instanceof Decision.Deny)
                .toList();
        held.removeAll(lost);
        return lost.size();
    }

    @Override
    public void after(Duration delay, Runnable task) {
        timers.add(new Task(clock.wallMillis() + delay.toMillis(), task));
    }

    @Override
    public Executor executor() {
        return posted::add;
    }
}
