/// Messages on their way to other nodes, and from them.
@NullMarked
package io.hongyan.cluster.deliver;

import org.jspecify.annotations.NullMarked;
