/// Tests of who owns what: on virtual time with faults, and with the real etcd.
@NullMarked
package io.hongyan.cluster.owner;

import org.jspecify.annotations.NullMarked;
