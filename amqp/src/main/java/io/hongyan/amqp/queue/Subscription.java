package io.hongyan.amqp.queue;

import java.util.List;

/// What a consumer tells its queue. Any thread; what one thread tells is done in its order, on the loop of the queue.
/// Lists are not changed afterwards by anybody. What a consumer does not have is left out without a word: the queue may
/// have been deleted, or the message told of before.
public interface Subscription {
    /// The name of the queue for people, as in [QueueStatus#name].
    String queue();

    /// There is room again, after [Subscriber#take] said no; harmless at any time.
    void ready();

    /// These are dealt with, and go.
    void acknowledge(List<Delivery> deliveries);

    /// These could not be dealt with: each is delivered again after a while, until [QueueLimits#attempts] have failed;
    /// then it joins the dead letters.
    void reject(List<Delivery> deliveries);

    /// These are delivered again soon, before younger ones. That does not count as an attempt.
    void giveBack(List<Delivery> deliveries);

    /// The consumer is gone: nothing is delivered to it any more, and what it had returns as in [#giveBack].
    ///
    /// @param unacknowledged all that was delivered and is neither acknowledged, nor rejected, nor given back
    void close(List<Delivery> unacknowledged);
}
