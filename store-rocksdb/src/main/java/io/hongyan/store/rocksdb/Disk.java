package io.hongyan.store.rocksdb;

import org.rocksdb.RocksDBException;

/// The three calls that can fail or be slow because of the disk: the place where tests let it fail or be slow.
interface Disk {
    void write(Changes changes, boolean sync) throws RocksDBException;

    void sync() throws RocksDBException;

    void reopen() throws RocksDBException;

    static Disk of(Engine engine) {
        return new Disk() {
            @Override
            public void write(Changes changes, boolean sync) throws RocksDBException {
                engine.write(changes, sync);
            }

            @Override
            public void sync() throws RocksDBException {
                engine.sync();
            }

            @Override
            public void reopen() throws RocksDBException {
                engine.reopen();
            }
        };
    }
}
