@NullMarked
package io.hongyan.cluster.peer;

import org.jspecify.annotations.NullMarked;
