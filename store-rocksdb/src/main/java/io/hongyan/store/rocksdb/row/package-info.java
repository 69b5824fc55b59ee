/// Rows and their keys: the format on disk.
@NullMarked
package io.hongyan.store.rocksdb.row;

import org.jspecify.annotations.NullMarked;
