/// Access to the Cassandra of the configuration.
@NullMarked
package io.hongyan.server.cassandra;

import org.jspecify.annotations.NullMarked;
