/// Tests of what stands between a socket and its frames.
@NullMarked
package io.hongyan.transport.endpoint;

import org.jspecify.annotations.NullMarked;
