/// What the store measures of itself, and what is wrong with it.
@NullMarked
package io.hongyan.store.rocksdb.health;

import org.jspecify.annotations.NullMarked;
