/// Several nodes as one service. The libraries that speak with etcd are automatic modules, or have a module of their
/// own.
module io.hongyan.cluster {
    requires transitive io.hongyan.broker;
    requires static transitive org.jspecify;
    requires jetcd.grpc;
    requires io.grpc;
    requires io.grpc.stub;
    requires com.google.protobuf;

    exports io.hongyan.cluster.agree;
    exports io.hongyan.cluster.etcd;
    exports io.hongyan.cluster.member;
    exports io.hongyan.cluster.owner;
    exports io.hongyan.cluster.thread;
}
