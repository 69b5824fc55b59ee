/// Takes what RocketMQ's client logs, instead of the logback that it brings along, which would write to files in the
/// home folder of the user.
@NullMarked
package io.hongyan.bridge.rocketmq.log;

import org.jspecify.annotations.NullMarked;
