/// A node of a cluster: what agreement, ownership, links, routes and deliveries are together.
@NullMarked
package io.hongyan.cluster.node;

import org.jspecify.annotations.NullMarked;
