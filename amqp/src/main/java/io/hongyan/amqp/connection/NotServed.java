package io.hongyan.amqp.connection;

import io.hongyan.amqp.codec.MethodId;

/// Why a method is not served, in words that help who expects a broker with exchanges and queues of its own.
final class NotServed {
    private NotServed() {}

    static String why(MethodId method) {
        String name = method.text();
        String part = name.substring(0, name.indexOf('.'));
        return switch (part) {
            case "exchange" ->
                name + ": there are no exchanges to declare here; publish to exchange and routing key = the MQTT topic";
            case "queue" ->
                method == MethodId.QUEUE_DECLARE || method == MethodId.QUEUE_BIND
                        ? name + ": there are no queues to declare here;"
                                + " consume from queue = the parent topic, or STATUS"
                        : name + " is not served here; an administrator does that with 'hongyan admin queue'";
            case "tx" -> name + ": there are no transactions here; use confirm.select";
            case "basic" -> name + " is not served here; use basic.consume";
            default -> name + " is not served here";
        };
    }
}
