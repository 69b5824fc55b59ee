/// The durable store on Apache Cassandra, whose driver is an automatic module.
module io.hongyan.store.cassandra {
    requires transitive io.hongyan.broker;
    requires static transitive org.jspecify;
    requires com.datastax.oss.driver.core;

    exports io.hongyan.store.cassandra;
    exports io.hongyan.store.cassandra.config;
    exports io.hongyan.store.cassandra.health;
}
