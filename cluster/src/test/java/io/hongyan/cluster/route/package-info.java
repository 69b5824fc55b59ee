@NullMarked
package io.hongyan.cluster.route;

import org.jspecify.annotations.NullMarked;
