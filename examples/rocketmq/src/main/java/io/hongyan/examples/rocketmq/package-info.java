/// Examples in which devices and business systems exchange messages over rules. `examples/run rocketmq` starts a
/// RocketMQ for them and prints the commands that make the rules.
@NullMarked
package io.hongyan.examples.rocketmq;

import org.jspecify.annotations.NullMarked;
