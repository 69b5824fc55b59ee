/// Tests of the parts that cut bytes into frames.
@NullMarked
package io.hongyan.transport.netty;

import org.jspecify.annotations.NullMarked;
