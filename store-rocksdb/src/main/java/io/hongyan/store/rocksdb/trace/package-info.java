/// Traces on disk, in a database of their own.
@NullMarked
package io.hongyan.store.rocksdb.trace;

import org.jspecify.annotations.NullMarked;
