/// Several nodes as one service.
module io.hongyan.cluster {
    requires transitive io.hongyan.broker;
    requires transitive io.hongyan.transport;
    requires static transitive org.jspecify;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;

    exports io.hongyan.cluster.deliver;
    exports io.hongyan.cluster.link;
    exports io.hongyan.cluster.peer;
    exports io.hongyan.cluster.route;
    exports io.hongyan.cluster.tls;
}
