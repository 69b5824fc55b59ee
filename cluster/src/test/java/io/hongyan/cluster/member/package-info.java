/// Tests of leases, records and names.
@NullMarked
package io.hongyan.cluster.member;

import org.jspecify.annotations.NullMarked;
