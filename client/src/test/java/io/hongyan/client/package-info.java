/// Tests of the client, over real sockets.
@NullMarked
package io.hongyan.client;

import org.jspecify.annotations.NullMarked;
