@NullMarked
package io.hongyan.cluster.ask;

import org.jspecify.annotations.NullMarked;
