/// A real RocketMQ in processes of its own, for tests.
@NullMarked
package io.hongyan.bridge.rocketmq.server;

import org.jspecify.annotations.NullMarked;
