/// How rows are written.
@NullMarked
package io.hongyan.store.rocksdb.engine;

import org.jspecify.annotations.NullMarked;
