/// A model of the agreement and of the machines of a cluster, on virtual time.
@NullMarked
package io.hongyan.cluster.model;

import org.jspecify.annotations.NullMarked;
