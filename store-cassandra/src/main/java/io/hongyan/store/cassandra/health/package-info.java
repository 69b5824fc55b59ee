/// What the store counts of itself, and what is wrong with it.
@NullMarked
package io.hongyan.store.cassandra.health;

import org.jspecify.annotations.NullMarked;
