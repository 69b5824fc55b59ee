/// Which nodes there are: the lease of this one, the records of all, and what makes a cluster this cluster.
@NullMarked
package io.hongyan.cluster.member;

import org.jspecify.annotations.NullMarked;
