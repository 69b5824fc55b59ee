/// The one thread on which a node thinks about its cluster.
@NullMarked
package io.hongyan.cluster.thread;

import org.jspecify.annotations.NullMarked;
