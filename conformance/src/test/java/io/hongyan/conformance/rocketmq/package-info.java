/// The whole chain between devices and business systems: the service, a real RocketMQ and its clients, each in a
/// process of its own.
@NullMarked
package io.hongyan.conformance.rocketmq;

import org.jspecify.annotations.NullMarked;
