/// What a plug-in implements that carries messages between the service and another system, such as Apache RocketMQ.
///
/// A plug-in is a folder of jars. The service loads it with a class loader of its own, which sees the JDK and this
/// package and nothing else of the service, when the first rule needs it; [java.util.ServiceLoader] finds its
/// [io.hongyan.exchange.spi.ExchangeProvider]. What it must do, and what it may rely on:
///
/// - The service calls it on virtual threads, so all methods may block. Its own threads are its own matter.
/// - The service keeps the messages of devices until [io.hongyan.exchange.spi.ExchangeSender#send] says that the other
///   system has them, and sends them again until it does. So the plug-in holds no queue of its own and tries each
///   message once.
/// - A message of the other system may be acknowledged there when its
///   [receipt][io.hongyan.exchange.spi.ExchangeReceiver.Receipt] says so, and not before.
/// - What cannot work is an [io.hongyan.exchange.spi.ExchangeException], or an outcome, whose text an operator reads:
///   it names the value and what to do.
@NullMarked
package io.hongyan.exchange.spi;

import org.jspecify.annotations.NullMarked;
