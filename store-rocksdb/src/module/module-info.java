/// The durable store on RocksDB, whose library is an automatic module.
module io.hongyan.store.rocksdb {
    requires transitive io.hongyan.broker;
    requires static transitive org.jspecify;
    requires rocksdbjni;

    exports io.hongyan.store.rocksdb;
    exports io.hongyan.store.rocksdb.check;
    exports io.hongyan.store.rocksdb.health;
    exports io.hongyan.store.rocksdb.trace;
}
