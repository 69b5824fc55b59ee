/// Tests of the store below the broker: what the disk does to it, and what it does to the disk.
@NullMarked
package io.hongyan.store.rocksdb;

import org.jspecify.annotations.NullMarked;
