@NullMarked
package io.hongyan.cluster.node;

import org.jspecify.annotations.NullMarked;
