/// What the nodes of a cluster must agree on, as an interface: keys with revisions, leases, transactions, watching.
@NullMarked
package io.hongyan.cluster.agree;

import org.jspecify.annotations.NullMarked;
