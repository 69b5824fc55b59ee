package io.hongyan.store.rocksdb.engine;

/// The mode in which an [Engine] opens a database.
enum OpenMode {
    /// For reading and writing. An incomplete record at the end of a log, as a crash leaves, is ignored; any other
    /// damage is refused.
    READ_WRITE,
    /// For reading only, with the same checks.
    READ_ONLY,
    /// For reading whatever is readable, without checks.
    SALVAGE
}
