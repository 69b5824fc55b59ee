/// Clients whose socket one node has and whose session another one has, with real brokers and real sockets.
@NullMarked
package io.hongyan.cluster.connection;

import org.jspecify.annotations.NullMarked;
