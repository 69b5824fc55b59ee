/// The authority of a cluster.
@NullMarked
package io.hongyan.cluster.tls;

import org.jspecify.annotations.NullMarked;
