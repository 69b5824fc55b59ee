package io.hongyan.store.rocksdb;

import io.hongyan.broker.store.StoreException;

/// Called before each operation that changes the disk. A test can let the disk fail or be slow.
@FunctionalInterface
public interface DiskHook {
    /// Does nothing.
    DiskHook NONE = _ -> {};

    /// The operation that follows.
    enum Call {
        WRITE,
        SYNC,
        REOPEN
    }

    /// Returns when the operation may run. Called on the writer's thread.
    ///
    /// @throws StoreException to let the operation fail
    void before(Call call);
}
