/// Reads a damaged database: every table file that can be opened by itself, and the logs.
@NullMarked
package io.hongyan.store.rocksdb.salvage;

import org.jspecify.annotations.NullMarked;
