/// Tests of the store, with a real Cassandra.
@NullMarked
package io.hongyan.store.cassandra;

import org.jspecify.annotations.NullMarked;
