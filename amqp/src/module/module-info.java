/// AMQP 0-9-1 as the server SDK of the cloud service speaks it.
module io.hongyan.amqp {
    requires transitive io.hongyan.cloud;
    requires static transitive org.jspecify;

    exports io.hongyan.amqp;
    exports io.hongyan.amqp.channel;
    exports io.hongyan.amqp.codec;
    exports io.hongyan.amqp.codec.content;
    exports io.hongyan.amqp.codec.field;
    exports io.hongyan.amqp.codec.method;
    exports io.hongyan.amqp.codec.wire;
    exports io.hongyan.amqp.connection;
    exports io.hongyan.amqp.frame;
    exports io.hongyan.amqp.queue;
}
