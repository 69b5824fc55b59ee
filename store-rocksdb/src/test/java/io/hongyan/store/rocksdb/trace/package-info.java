/// What the store knows of its rows without reading them.
@NullMarked
package io.hongyan.store.rocksdb.trace;

import org.jspecify.annotations.NullMarked;
