/// The plug-in for Apache RocketMQ: kind `rocketmq` speaks the remoting protocol of RocketMQ 4.9 and 5.x.
///
/// - [Outbound][io.hongyan.bridge.rocketmq.RemotingSender]: a message goes to the queue number `CRC-32(order key) mod
///   number of queues` of the topic's writable queues, sorted by broker name and queue id. While the number of queues
///   stays the same, a consumer of one queue sees the messages of a key in order. When it changes, later messages of a
///   key may lie in another queue than earlier ones; each queue still has those of a key in order.
/// - [Inbound][io.hongyan.bridge.rocketmq.RemotingConsumer]: a push consumer, clustering. A group that RocketMQ does
///   not know yet begins at the end of the topic; a queue that is added later is read from its beginning.
/// - TLS trusts what the JVM trusts. RocketMQ's system properties (`tls.client.trustCertPath` and the others that begin
///   with `tls.client.`) change that.
///
/// What is promised outbound: a message that is acknowledged by RocketMQ's master broker counts as sent, also when a
/// replica or the disk of a replica did not answer. A message whose outcome is unknown is sent again with the same id
/// (`UNIQ_KEY`, which consumers see as their message id). Unordered messages go to a queue of another broker while
/// theirs is unreachable; ordered ones wait. Topics are never made: a missing one makes messages wait. Empty bodies
/// cannot be sent, as RocketMQ's clients take none.
///
/// What is promised inbound: nothing is acknowledged before its receipt. In concurrent mode a message that is to come
/// later is given back to the broker, and comes after 1 s, 5 s, 10 s and so on up to five minutes, for as long as it
/// takes. In ordered mode it holds up its queue for 1 s up to 30 s at a time. In both a refused message is
/// acknowledged, or goes to `%DLQ%group` at once. Closing leaves what has no receipt to the next consumer of the group;
/// some messages whose receipt came in the same moment may come again.
///
/// Kind `rocketmq-grpc` (`rocketmq-client-java` 5.2.0 through a proxy) is refused. Its producer makes the message id
/// itself, so that ids in the service and in RocketMQ would differ, and a message sent again would look like another
/// one. It chooses a queue for a message group only in topics of type FIFO, so that in others no order of a client is
/// kept; it sends one message in a request. Its consumers cannot make a single message a dead letter, nor keep one from
/// becoming one after the tries that the group allows. With TLS it trusts every certificate, and cannot be told not to.
@NullMarked
package io.hongyan.bridge.rocketmq;

import org.jspecify.annotations.NullMarked;
