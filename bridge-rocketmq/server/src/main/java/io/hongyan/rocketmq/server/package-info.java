/// Programs that start a name server and a broker of Apache RocketMQ on the loopback address, for tests and examples.
@NullMarked
package io.hongyan.rocketmq.server;

import org.jspecify.annotations.NullMarked;
