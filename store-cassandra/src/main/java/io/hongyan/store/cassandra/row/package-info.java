/// What columns contain.
@NullMarked
package io.hongyan.store.cassandra.row;

import org.jspecify.annotations.NullMarked;
