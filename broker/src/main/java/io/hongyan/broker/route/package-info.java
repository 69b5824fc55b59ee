/// Who gets a message: subscriptions of all shards, shared groups, and retained messages.
///
/// It knows messages and topics, and of a session only that it is a [io.hongyan.broker.subscription.Receiver].
@NullMarked
package io.hongyan.broker.route;

import org.jspecify.annotations.NullMarked;
