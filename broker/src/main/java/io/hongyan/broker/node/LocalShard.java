package io.hongyan.broker.node;

import io.hongyan.broker.message.Message;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import io.hongyan.transport.Loop;
import java.util.BitSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What other nodes may ask of one shard of this node.
///
/// Confined to its shard, but for [#loop].
public interface LocalShard {
    /// The loop that everything else must be called on.
    Loop loop();

    /// Takes a connection over that another node has accepted and looked at.
    ///
    /// @param connection on the loop of this shard; its first frame is the CONNECT of a client whose virtual shard
    ///         belongs to this shard
    /// @return who receives its frames
    ConnectionHandler accept(Connection connection);

    /// Gives a message to the subscribers that this node has, on all its shards.
    ///
    /// @param address the topic by which it is routed
    /// @param shared the filters of shared subscriptions, with `$share/...` in front, of which a member is to get it
    /// @param delivered runs on this shard, perhaps at once, when all have stored it or handed it to their sessions
    void publish(String instance, Topic address, Message message, Set<String> shared, Runnable delivered);

    /// Gives a message to those subscribers of this node whose virtual shards are among these.
    ///
    /// @param address the topic by which it is routed
    /// @param vshards that this node serves
    /// @param served the filters of shared subscriptions, with `$share/...` in front, that have given it to a member
    ///         already; the others give it to one whose virtual shard is among these, if they have one
    /// @param delivered as for [#publish]
    void publishTo(
            BitSet vshards, String instance, Topic address, Message message, Set<String> served, Runnable delivered);

    /// Gives a message to one client of this node.
    ///
    /// @param keep whether the message waits when the client is absent
    /// @param delivered as for [#publish]
    void deliver(String instance, String clientId, Message message, boolean keep, Runnable delivered);

    /// Keeps a retained message, or forgets the one of its topic when it is empty.
    ///
    /// @param message of a topic whose virtual shard belongs to this shard
    /// @param stored runs on this shard, perhaps at once, when it is durable; null when nobody waits for that
    /// @return false when the virtual shard is not here: then nothing was done
    boolean retain(String instance, Message message, @Nullable Runnable stored);

    /// Begins a walk over the retained messages that this node has, on all its shards, and a filter matches; by rising
    /// topic, as [RetainedSource] says.
    ///
    /// @param after only those behind this topic; null for all
    RetainedSource retained(String instance, TopicFilter filter, @Nullable Topic after);

    /// The virtual shards whose retained messages are here, on all shards of this node, as of now.
    BitSet retainedHere();

    /// Takes a virtual shard over: its retained messages and its sessions come back from the store, and its clients are
    /// let in.
    ///
    /// @param vshard one whose rest by the number of shards is the index of this one
    /// @param opened runs on this shard when all of its sessions are back
    void acquire(int vshard, Runnable opened);

    /// Gives virtual shards up: the connections of their clients end, and their sessions and
    /// retained messages stay in the store only.
    ///
    /// @param vshards those of other shards are passed over
    /// @param released runs on this shard when nothing of them is left here and everything is durable
    void release(BitSet vshards, Runnable released);

    /// Forgets virtual shards that another node may own by now: the connections of their clients end, nothing is
    /// written or published for them, no will either.
    ///
    /// @param vshards those of other shards are passed over
    /// @param why for the clients
    /// @param abandoned runs on this shard when nothing of them is left here
    void abandon(BitSet vshards, String why, Runnable abandoned);
}
