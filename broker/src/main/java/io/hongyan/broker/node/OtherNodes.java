package io.hongyan.broker.node;

import io.hongyan.broker.message.Message;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import io.hongyan.transport.Connection;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one shard may ask of the other nodes of its cluster.
///
/// Confined to its shard.
public interface OtherNodes {
    /// Whether there are none: then nothing else need be asked.
    default boolean isAlone() {
        return false;
    }

    /// Whether this node serves a virtual shard: its sessions are here, and nobody else may answer for it at this
    /// moment.
    ///
    /// @param vshard 0 to 4095
    boolean owns(int vshard);

    /// Hands a connection over to the node that owns the virtual shard of its client, from its CONNECT on. If that node
    /// cannot be reached, the connection ends.
    ///
    /// @param connect the frame; valid during the call only
    /// @param closed runs on this shard when the connection is gone
    void forward(int vshard, Connection connection, ByteBuffer connect, Runnable closed);

    /// The virtual shards of which nobody is known to serve them at present, so that the subscribers among their
    /// clients are not known either. To be asked before a message is matched, and then given to [#publish].
    ///
    /// @return never changes; null when there are none
    @Nullable
    BitSet unserved();

    /// Sends a message to each node that has subscribers for it. One that must not be lost also goes to those who serve
    /// virtual shards next that nobody served when it was published.
    ///
    /// @param address the topic by which it is routed
    /// @param served the filters of shared subscriptions, with `$share/...` in front, that have given it to a member of
    ///         this node
    /// @param unserved as it was before the message was matched here
    /// @param confirm runs on this shard so many times, later than this call: a node has stored the message, or handed
    ///         it to its sessions; null when nobody waits for that
    /// @return how many times that will be
    int publish(
            String instance,
            Topic address,
            Message message,
            Set<String> served,
            @Nullable BitSet unserved,
            @Nullable Runnable confirm);

    /// Sends a message for one client to the node that owns it, which is not this one.
    ///
    /// @param keep whether the message waits when the client is absent
    /// @param confirm as for [#publish], once
    void deliver(String instance, String clientId, Message message, boolean keep, @Nullable Runnable confirm);

    /// Has the node that owns the virtual shard of its topic keep a retained message, or forget the one of its topic
    /// when it is empty; that node may be this one, which is then asked by [LocalShard#retain]. In the order of the
    /// calls. Called on the shard of that virtual shard; waits while nobody owns it.
    ///
    /// @param confirm runs on this shard, perhaps at once, when the owner has stored it; null when nobody waits for
    ///   that
    void retain(String instance, Message message, @Nullable Runnable confirm);

    /// Begins to ask all nodes, this one too, for the retained messages that a filter matches; each tells what it owns.
    ///
    /// @param filter not a shared one, and without `$` in front: what begins so is about one node
    /// @param arrived runs on this shard, later than this call, when the source [waited][RetainedSource#waits] and does
    ///         no more
    RetainedSource retained(String instance, TopicFilter filter, Runnable arrived);

    /// Runs the task on this shard when every other live node knows the filters that were [added][Cluster#filterAdded]
    /// before.
    void whenRoutesKnown(Runnable then);

    /// Whether so much is under way to other nodes that publishers should be slowed.
    boolean congested();
}
