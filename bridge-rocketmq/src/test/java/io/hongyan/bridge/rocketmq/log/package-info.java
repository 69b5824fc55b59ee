/// Tests of what becomes of RocketMQ's own log.
@NullMarked
package io.hongyan.bridge.rocketmq.log;

import org.jspecify.annotations.NullMarked;
