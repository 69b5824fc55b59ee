package io.hongyan.spring;

import io.hongyan.client.message.Acknowledge;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A method of a bean that receives messages.
///
/// ```java
/// @MqttListener(topics = "orders/${shop}/#")
/// void received(Order order, Topic topic) { ... }
/// ```
///
/// Each parameter is a [io.hongyan.client.message.Delivery], a [io.hongyan.codec.topic.Topic], the payload as `String`
/// (UTF-8) or `byte[]`, or any other type that a [MqttPayloadConverter] makes of the payload; with Jackson in the
/// program, that is JSON. The method gets one message of a filter after the other, on a virtual thread, from when the
/// context has started; it may wait. An exception is logged and counted, and the message counts as received.
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface MqttListener {
    /// Topic filters, at least one; `${...}` is replaced by properties. A message that matches two comes twice.
    String[] topics();

    /// The highest QoS that messages come with, 0 to 2.
    int qos() default 1;

    /// When the server is told. `MANUALLY` needs a parameter of type [io.hongyan.client.message.Delivery].
    Acknowledge ack() default Acknowledge.AFTER_RECEIVER;

    /// Whether the client subscribes to the topics. Messages to this client alone (P2P) come without a subscription;
    /// `qos` has no effect then.
    boolean subscribe() default true;
}
