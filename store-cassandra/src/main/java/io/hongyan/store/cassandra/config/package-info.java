/// What a store on Cassandra is told.
@NullMarked
package io.hongyan.store.cassandra.config;

import org.jspecify.annotations.NullMarked;
