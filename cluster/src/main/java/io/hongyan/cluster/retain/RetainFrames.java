package io.hongyan.cluster.retain;

/// The types of frames about retained messages. They go over links that the node that sends or asks has opened; the
/// answers come back on the same. Texts have 2 bytes of length, sets of virtual shards too.
final class RetainFrames {
    /// A message to be kept, over the link from loop `v` modulo the loops here to loop `v` modulo the loops there,
    /// where `v` is the virtual shard of its topic: number, 1 byte (1 = all before it were answered), instance, the
    /// message by [io.hongyan.broker.message.MessageCodec]. Numbers rise for each virtual shard; a message that is sent
    /// again because a link broke has its number, one that was returned gets another.
    static final int RETAIN = 48;

    /// Messages are stored: their numbers.
    static final int STORED = 49;

    /// Messages were not taken because their virtual shard is not here: their numbers.
    static final int RETURN = 50;

    /// What is retained: number of the question, how many bytes at most (4 bytes), instance, filter, the topic behind
    /// which to begin (empty = from the first), the virtual shards that are asked for.
    static final int WANTED = 51;

    /// A part of the answer: number of the question, 1 byte (1 = there is no more), the virtual shards of those asked
    /// for whose messages were all there, the topic behind which the next part begins, and messages, each with 4 bytes
    /// of length.
    static final int PAGE = 52;

    private RetainFrames() {}
}
