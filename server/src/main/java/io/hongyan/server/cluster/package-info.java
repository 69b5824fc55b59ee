/// This service as a node of a cluster, and what an operator asks of one. A service that is alone loads nothing of it.
@NullMarked
package io.hongyan.server.cluster;

import org.jspecify.annotations.NullMarked;
