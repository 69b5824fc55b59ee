/// The links between the nodes of a cluster: one connection from each loop of a node to each loop of every other node.
@NullMarked
package io.hongyan.cluster.link;

import org.jspecify.annotations.NullMarked;
