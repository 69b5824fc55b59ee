/// TCP, TLS and WebSocket as a connection of frames; Netty stays inside.
module io.hongyan.transport {
    requires transitive io.hongyan.codec;
    requires static transitive org.jspecify;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.haproxy;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.handler.proxy;
    requires io.netty.resolver;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires static org.bouncycastle.pkix;
    requires static org.bouncycastle.provider;

    exports io.hongyan.transport;
    exports io.hongyan.transport.endpoint;
    exports io.hongyan.transport.mqtt;
}
