@NullMarked
package io.hongyan.cluster.deliver;

import org.jspecify.annotations.NullMarked;
