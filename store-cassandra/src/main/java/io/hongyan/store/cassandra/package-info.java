/// A durable store on Apache Cassandra.
@NullMarked
package io.hongyan.store.cassandra;

import org.jspecify.annotations.NullMarked;
