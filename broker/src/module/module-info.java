/// The plain MQTT broker: sessions, routing, delivery, and the interfaces that a layer above it fills.
module io.hongyan.broker {
    requires transitive io.hongyan.codec;
    requires transitive io.hongyan.transport;
    requires static transitive org.jspecify;
    requires jdk.management;

    exports io.hongyan.broker;
    exports io.hongyan.broker.admission;
    exports io.hongyan.broker.auth;
    exports io.hongyan.broker.config;
    exports io.hongyan.broker.event;
    exports io.hongyan.broker.message;
    exports io.hongyan.broker.node;
    exports io.hongyan.broker.quota;
    exports io.hongyan.broker.store;
    exports io.hongyan.broker.store.memory;
    exports io.hongyan.broker.top;
}
