/// `hongyan store check` and `repair`.
@NullMarked
package io.hongyan.store.rocksdb.check;

import org.jspecify.annotations.NullMarked;
