/// Tests of the seam to other nodes.
@NullMarked
package io.hongyan.broker.node;

import org.jspecify.annotations.NullMarked;
