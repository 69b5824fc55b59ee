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
@NullMarked
package io.hongyan.bridge.rocketmq;

import org.jspecify.annotations.NullMarked;
