/// Which nodes have subscribers for a topic: what this node tells the others, and what they told.
@NullMarked
package io.hongyan.cluster.route;

import org.jspecify.annotations.NullMarked;
