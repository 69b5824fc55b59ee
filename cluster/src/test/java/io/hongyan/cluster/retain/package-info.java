/// Tests of retained messages in a cluster.
@NullMarked
package io.hongyan.cluster.retain;

import org.jspecify.annotations.NullMarked;
