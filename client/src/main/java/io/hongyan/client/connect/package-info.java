/// Connecting to the addresses of a server.
@NullMarked
package io.hongyan.client.connect;

import org.jspecify.annotations.NullMarked;
