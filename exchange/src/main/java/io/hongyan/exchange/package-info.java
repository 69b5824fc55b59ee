/// Runs the rules that carry messages between clients and another system, such as Apache RocketMQ. The other system is
/// a plug-in: see `io.hongyan.exchange.spi`.
@NullMarked
package io.hongyan.exchange;

import org.jspecify.annotations.NullMarked;
