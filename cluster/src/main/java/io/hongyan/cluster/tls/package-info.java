/// The authority of a cluster: the certificates by which its nodes know each other.
@NullMarked
package io.hongyan.cluster.tls;

import org.jspecify.annotations.NullMarked;
