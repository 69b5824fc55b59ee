package io.hongyan.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.auth.Authorizer;
import io.hongyan.broker.auth.Client;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.retained.RetainedMessages;
import io.hongyan.broker.route.Instance;
import io.hongyan.broker.session.Session;
import io.hongyan.broker.shard.InstanceRegistry;
import io.hongyan.broker.shard.Shard;
import io.hongyan.broker.store.VShard;
import io.hongyan.broker.subscription.Target;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What an operator sees and ends: clients, their sessions and subscriptions, retained messages. What looks at many of
/// them does it in turns, so that no client waits for it. Any thread may call it.
public final class Oversight {
    private static final int RETAINED_STEPS = 1000;

    private final List<Shard> shards;
    private final InstanceRegistry instances;

    Oversight(List<Shard> shards, InstanceRegistry instances) {
        this.shards = shards;
        this.instances = instances;
    }

    /// The clients of an instance that are looked for, those with the lowest ids first.
    public CompletableFuture<List<ClientInfo>> clients(String instance, ClientQuery query) {
        List<CompletableFuture<List<ClientInfo>>> parts = shards.stream()
                .map(shard -> ClientSearch.on(shard, instance, query))
                .toList();
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .thenApply(_ -> ClientInfo.merged(
                        parts.stream().map(CompletableFuture::join).toList(), query.most()));
    }

    /// The subscriptions by which clients get messages of a topic, by rising client id: all of a client or none.
    ///
    /// @param after only client ids above this one; empty for all
    /// @param most how many clients
    public CompletableFuture<List<SubscriberInfo>> subscribers(String instance, Topic topic, String after, int most) {
        List<List<Target[]>> receivers =
                SubscriberSearch.receivers(instances.of(instance).trie().match(topic), shards.size());
        List<CompletableFuture<List<SubscriberInfo>>> parts = shards.stream()
                .map(shard -> SubscriberSearch.on(shard, topic, receivers.get(shard.index()), after, most))
                .toList();
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .thenApply(
                        _ -> merged(parts.stream().map(CompletableFuture::join).toList(), most));
    }

    private static List<SubscriberInfo> merged(List<List<SubscriberInfo>> parts, int most) {
        SortedMap<String, List<SubscriberInfo>> byClient = new TreeMap<>();
        parts.forEach(part -> part.forEach(each -> byClient.computeIfAbsent(each.clientId(), _ -> new ArrayList<>())
                .add(each)));
        return byClient.values().stream().limit(most).flatMap(List::stream).toList();
    }

    /// The messages that wait for a client, the oldest first.
    ///
    /// @param most how many, 1 to 10,000; fewer when they are large
    /// @return empty when there is no such client
    public CompletableFuture<Optional<List<WaitingMessage>>> waiting(String instance, String clientId, int most) {
        CompletableFuture<Optional<List<WaitingMessage>>> answer = new CompletableFuture<>();
        onHome(clientId, shard -> {
            Session session = shard.session(instance, clientId);
            if (session == null) {
                answer.complete(Optional.empty());
            } else {
                session.peek(
                        most,
                        entries -> answer.complete(Optional.of(
                                entries.stream().map(WaitingMessage::of).toList())));
            }
        });
        return answer;
    }

    /// Ends the session of a client, and its connection if it has one: DISCONNECT in 5.0. Its will is published; what
    /// waits for it is dropped, or goes to other members of shared subscriptions.
    ///
    /// @param why for the log and the reason string
    /// @return whether there was one, when that is durable
    public CompletableFuture<Boolean> endSession(String instance, String clientId, ReasonCode reason, String why) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        onHome(clientId, shard -> shard.endSession(instance, clientId, reason, why, answer));
        return answer;
    }

    /// Ends a subscription as if its client had sent UNSUBSCRIBE, which hears nothing of it.
    ///
    /// @return whether there was one, when that is durable
    public CompletableFuture<Boolean> unsubscribe(String instance, String clientId, TopicFilter filter) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        onHome(clientId, shard -> shard.unsubscribe(instance, clientId, filter, answer));
        return answer;
    }

    /// Asks something about a connected client and its rights, on its shard.
    ///
    /// @param question must not block
    /// @return empty when there is no connected client of that id
    public <T> CompletableFuture<Optional<T>> ask(
            String instance, String clientId, BiFunction<Client, Authorizer, T> question) {
        CompletableFuture<Optional<T>> answer = new CompletableFuture<>();
        onHome(clientId, shard -> {
            Session session = shard.session(instance, clientId);
            if (session == null || !session.connected()) {
                answer.complete(Optional.empty());
            } else {
                answer.complete(
                        Optional.of(question.apply(session, session.policy().authorizer())));
            }
        });
        return answer;
    }

    /// Counts messages by these first levels of topics, and by no other.
    ///
    /// @param parents first levels by instance, none of them a wildcard; of an instance that is not named none
    public void watchTopics(Map<String, Set<String>> parents) {
        for (Instance instance : instances.all()) {
            instance.watch(parents.getOrDefault(instance.name(), Set.of()));
        }
    }

    /// What the first levels have that are watched.
    public List<TopicStats> topicStats() {
        return instances.all().stream()
                .flatMap(instance -> instance.watched().stream()
                        .map(each -> new TopicStats(
                                instance.name(),
                                each.parent(),
                                each.messagesReceived(),
                                each.messagesSent(),
                                instance.trie().sizeBelow(each.parent().getBytes(UTF_8)))))
                .toList();
    }

    private void onHome(String clientId, Consumer<Shard> task) {
        Shard home = shards.getFirst().home(VShard.ofClient(clientId));
        home.loop().execute(() -> task.accept(home));
    }

    /// The retained messages of an instance that this node has and a filter matches, in the order of their topics. Runs
    /// on the thread that calls.
    ///
    /// @param after only those behind this topic in their order; null for all
    /// @param most how many
    public List<RetainedInfo> retained(String instance, TopicFilter filter, @Nullable Topic after, int most) {
        List<RetainedInfo> found = new ArrayList<>();
        RetainedMessages retained = instances.of(instance).retained();
        RetainedMessages.Walk walk = after == null ? retained.walk(filter) : retained.walk(filter, after);
        boolean more = true;
        while (more && found.size() < most) {
            more = walk.next(RETAINED_STEPS, () -> found.size() < most, message -> found.add(RetainedInfo.of(message)));
        }
        return found;
    }

    /// The retained message of a topic, on whatever node of a cluster it is.
    public CompletableFuture<Optional<Message>> retained(String instance, Topic topic) {
        CompletableFuture<Optional<Message>> answer = new CompletableFuture<>();
        Shard home = shards.getFirst().home(VShard.of(topic.utf8()));
        home.loop().execute(() -> {
            var _ = home.retainedPart().find(instance, topic).thenAccept(answer::complete);
        });
        return answer;
    }

    /// Forgets the retained message of a topic, on the node of a cluster that has it. Nobody is sent anything.
    ///
    /// @param topic none of the server's, which begin with `$`
    /// @return whether there was one, when that is durable
    public CompletableFuture<Boolean> removeRetained(String instance, Topic topic) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        Shard home = shards.getFirst().home(VShard.of(topic.utf8()));
        home.loop().execute(() -> home.retainedPart().remove(instance, topic, answer));
        return answer;
    }
}
