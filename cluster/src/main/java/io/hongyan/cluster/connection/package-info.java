/// Sockets here, sessions there: connections of clients whose session another node has, carried over the links frame by
/// frame. To the session it is a connection as any other.
@NullMarked
package io.hongyan.cluster.connection;

import org.jspecify.annotations.NullMarked;
