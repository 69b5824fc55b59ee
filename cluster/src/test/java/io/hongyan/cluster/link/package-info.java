/// Links over real sockets, and their frames.
@NullMarked
package io.hongyan.cluster.link;

import org.jspecify.annotations.NullMarked;
