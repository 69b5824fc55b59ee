package io.hongyan.store.rocksdb;

/// Stands before each call that changes the disk: where a test lets the disk fail or be slow.
@FunctionalInterface
public interface DiskGate {
    /// Lets everything pass.
    DiskGate OPEN = _ -> {};

    /// What is about to be done.
    enum Call {
        WRITE,
        SYNC,
        REOPEN
    }

    /// Returns when the call may be made. Called on the writer's thread.
    ///
    /// @throws StoreProblem when it fails
    void pass(Call call);
}
