package io.hongyan.cluster.deliver;

/// The types of frames about messages. They go over the link that loop `i` of the sending node has opened to loop `i`
/// modulo the number of loops of the other one; RESULT frames are the latter's.
///
/// A message has a number, from 1 for each sending shard and receiving node, or 0 when nobody waits for it.
final class DeliveryFrames {
    /// A number for this sequence of messages, which a sender begins anew when it takes a node for gone that it is not;
    /// and the number of the first message that is not confirmed. The first frame on a link.
    static final int RESUME = 40;

    /// A message for the subscribers of the node: number, number of the last [change][io.hongyan.cluster.route.Routes]
    /// of the receiver that the sender had heard (8 bytes), instance, address (empty when it is the topic), a count of
    /// 2 bytes and so many filters of shared subscriptions to serve, the message by
    /// [io.hongyan.broker.message.MessageCodec].
    static final int MESSAGE = 41;

    /// A message for one client: number, whether it waits for the client (1 byte), instance, client id, message.
    static final int CLIENT_MESSAGE = 42;

    /// There is no message of that number.
    static final int NOTHING = 43;

    /// Messages were stored, or handed to their sessions: first number and last number, again and again.
    static final int CONFIRM = 44;

    /// Messages for clients, or for virtual shards, were not taken because the node does not serve all of them. Numbers
    /// as in CONFIRM.
    static final int RETURN = 45;

    /// A message for those subscribers of the node whose virtual shards are among some: number, instance, address, a
    /// count of 2 bytes and so many filters of shared subscriptions that are served already, the virtual shards (2
    /// bytes for a length, then a bit for each, the lowest one first), message.
    static final int PART = 46;

    private DeliveryFrames() {}
}
