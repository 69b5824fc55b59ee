/// Tests of the plug-in with a real RocketMQ.
@NullMarked
package io.hongyan.bridge.rocketmq;

import org.jspecify.annotations.NullMarked;
