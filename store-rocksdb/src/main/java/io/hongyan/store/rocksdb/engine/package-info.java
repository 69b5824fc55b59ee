/// The database: its tables, options, batches of rows, and the ways to open it.
@NullMarked
package io.hongyan.store.rocksdb.engine;

import org.jspecify.annotations.NullMarked;
