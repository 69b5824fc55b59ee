/// Tests of whole servers, over real sockets.
@NullMarked
package io.hongyan.server;

import org.jspecify.annotations.NullMarked;
