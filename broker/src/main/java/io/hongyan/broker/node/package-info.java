/// The seam between a broker and a cluster: what other nodes do for this one, and what they may ask of it. A broker
/// alone has [Cluster#NONE], which costs it nothing.
@NullMarked
package io.hongyan.broker.node;

import org.jspecify.annotations.NullMarked;
