/// Tests of the store without the broker.
@NullMarked
package io.hongyan.store.rocksdb;

import org.jspecify.annotations.NullMarked;
