package io.hongyan.broker.shard;

import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.context.ShardContext;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.node.RetainedSource;
import io.hongyan.broker.retained.HeldVShards;
import io.hongyan.broker.retained.RetainedMessages;
import io.hongyan.broker.route.Instance;
import io.hongyan.broker.route.RetainedWriter;
import io.hongyan.broker.store.RecoveredRetained;
import io.hongyan.broker.store.RetainedTopic;
import io.hongyan.broker.store.VShard;
import io.hongyan.codec.QoS;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The retained messages of the virtual shards of one shard: how they come from the store and leave memory, and what
/// other nodes, the store and operators ask of them. All shards have them in one memory for each instance; a shard
/// changes it only for topics of its own virtual shards when there is a cluster.
///
/// Confined to its shard.
public final class RetainedPart {
    private static final int STEPS_PER_TURN = 1000;

    private final ShardContext context;
    private final InstanceRegistry instances;
    private final Authenticator authenticator;
    private final RetainedWriter writer;
    private final boolean alone;
    private final HeldVShards held;

    RetainedPart(ShardContext context, InstanceRegistry instances, Authenticator authenticator, RetainedWriter writer) {
        this.context = context;
        this.instances = instances;
        this.authenticator = authenticator;
        this.writer = writer;
        this.alone = context.nodes().isAlone();
        this.held = instances.heldVShards();
    }

    /// Takes messages that the store has of a virtual shard. What belongs to nobody is left to it in a cluster, where
    /// another node may know better.
    void restore(List<RecoveredRetained> messages) {
        for (RecoveredRetained each : messages) {
            Topic topic = each.message().topic();
            if (authenticator.policy(each.instance()) != null && !topic.startsWithDollar()) {
                instances.of(each.instance()).retained().restore(each.message());
            } else if (alone) {
                context.store().removeRetained(each.instance(), topic);
            }
        }
    }

    /// All that the store has of a virtual shard is here.
    void opened(int vshard) {
        held.add(vshard);
    }

    /// Nothing is kept, told or forgotten any more for these virtual shards.
    void close(BitSet vshards) {
        vshards.stream().forEach(held::remove);
    }

    /// Takes what topics of closed virtual shards have out of memory, some in each turn. The store keeps it.
    void drop(BitSet vshards, Runnable done) {
        new Withdrawal(vshards, done).run();
    }

    private final class Withdrawal {
        private final BitSet vshards;
        private final Runnable done;
        private final ArrayDeque<RetainedMessages> rest = new ArrayDeque<>();
        private byte @Nullable [] after;

        Withdrawal(BitSet vshards, Runnable done) {
            this.vshards = vshards;
            this.done = done;
            for (Instance instance : instances.all()) {
                if (instance.retained().count() > 0 && !vshards.isEmpty()) {
                    rest.add(instance.retained());
                }
            }
        }

        void run() {
            RetainedMessages present = rest.peek();
            if (present == null) {
                done.run();
                return;
            }
            after = present.withdraw(vshards, after, STEPS_PER_TURN);
            if (after == null) {
                rest.remove();
            }
            if (rest.isEmpty()) {
                done.run();
            } else {
                context.loop().nextTurn(this::run);
            }
        }
    }

    /// As [io.hongyan.broker.node.LocalShard#retain].
    boolean keep(String instance, Message message, @Nullable Runnable stored) {
        int vshard = VShard.of(message.topic().utf8());
        if (!held.has(vshard) || !context.nodes().owns(vshard)) {
            return false;
        }
        boolean writes = writer.keepHere(instances.of(instance), message);
        if (stored != null && writes) {
            context.store().whenDurable(stored);
        } else if (stored != null) {
            stored.run();
        }
        return true;
    }

    /// As [io.hongyan.broker.node.LocalShard#retained].
    RetainedSource walk(String instance, TopicFilter filter, @Nullable Topic after) {
        RetainedMessages retained = instances.of(instance).retained();
        return after == null ? retained.walk(filter) : retained.walk(filter, after);
    }

    /// As [io.hongyan.broker.node.LocalShard#retainedHere].
    BitSet here() {
        BitSet here = held.all();
        for (int vshard = here.nextSetBit(0); vshard >= 0; vshard = here.nextSetBit(vshard + 1)) {
            if (!context.nodes().owns(vshard)) {
                here.clear(vshard);
            }
        }
        return here;
    }

    /// A message has expired, and memory has forgotten it: the store does, too.
    public void expired(RetainedTopic topic) {
        if (alone || held.has(VShard.of(topic.topic().utf8()))) {
            context.store().retain(topic);
        }
    }

    /// Forgets the retained message of a topic, in memory and in the store of the node that has it.
    ///
    /// @param answer completes when that is durable: whether there was one
    public void remove(String instance, Topic topic, CompletableFuture<Boolean> answer) {
        Message nothing = Message.ofServer(topic, new byte[0], QoS.AT_MOST_ONCE, true);
        var _ = find(instance, topic).thenAccept(found -> {
            Runnable removed = () -> answer.complete(found.isPresent());
            if (isHere(topic)) {
                writer.keepHere(instances.of(instance), nothing);
                context.store().whenDurable(removed);
            } else {
                context.nodes().retain(instance, nothing, removed);
            }
        });
    }

    private boolean isHere(Topic topic) {
        return alone || topic.startsWithDollar();
    }

    /// The retained message of a topic, on whatever node it is.
    ///
    /// @return completes on this shard
    public CompletableFuture<Optional<Message>> find(String instance, Topic topic) {
        return isHere(topic)
                ? CompletableFuture.completedFuture(
                        Optional.ofNullable(instances.of(instance).retained().get(topic)))
                : new Search(instance, topic).found;
    }

    private final class Search {
        private final CompletableFuture<Optional<Message>> found = new CompletableFuture<>();
        private final List<Message> messages = new ArrayList<>(1);
        private final RetainedSource source;

        Search(String instance, Topic topic) {
            source = context.nodes().retained(instance, TopicFilter.parse(topic.toString()), this::look);
            look();
        }

        private void look() {
            boolean more = true;
            while (more && !source.waits()) {
                more = source.next(STEPS_PER_TURN, () -> true, messages::add);
            }
            if (!more) {
                found.complete(messages.stream().findFirst());
            }
        }
    }
}
