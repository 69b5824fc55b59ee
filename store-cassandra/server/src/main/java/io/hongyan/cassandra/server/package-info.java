/// A Cassandra for tests.
@NullMarked
package io.hongyan.cassandra.server;

import org.jspecify.annotations.NullMarked;
