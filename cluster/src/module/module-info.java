/// Several nodes as one service. The libraries that speak with etcd are automatic modules, or have a module of their
/// own.
module io.hongyan.cluster {
    requires transitive io.hongyan.broker;
    requires transitive io.hongyan.transport;
    requires static transitive org.jspecify;
    requires com.google.protobuf;
    requires io.grpc;
    requires io.grpc.stub;
    requires jetcd.grpc;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;

    exports io.hongyan.cluster.agree;
    exports io.hongyan.cluster.ask;
    exports io.hongyan.cluster.connection;
    exports io.hongyan.cluster.deliver;
    exports io.hongyan.cluster.etcd;
    exports io.hongyan.cluster.link;
    exports io.hongyan.cluster.member;
    exports io.hongyan.cluster.node;
    exports io.hongyan.cluster.owner;
    exports io.hongyan.cluster.peer;
    exports io.hongyan.cluster.retain;
    exports io.hongyan.cluster.route;
    exports io.hongyan.cluster.thread;
    exports io.hongyan.cluster.tls;
}
