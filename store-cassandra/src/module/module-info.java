/// The durable store on Apache Cassandra, whose driver is an automatic module: its name comes from its file.
module io.hongyan.store.cassandra {
    requires transitive io.hongyan.broker;
    requires static transitive org.jspecify;
    requires java.driver.core;

    exports io.hongyan.store.cassandra;
    exports io.hongyan.store.cassandra.config;
    exports io.hongyan.store.cassandra.health;
}
