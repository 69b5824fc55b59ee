/// The MQTT client for Java.
module io.hongyan.client {
    requires transitive io.hongyan.codec;
    requires io.hongyan.auth;
    requires io.hongyan.transport;
    requires static transitive org.jspecify;

    exports io.hongyan.client;
    exports io.hongyan.client.auth;
    exports io.hongyan.client.config;
    exports io.hongyan.client.event;
    exports io.hongyan.client.message;
}
