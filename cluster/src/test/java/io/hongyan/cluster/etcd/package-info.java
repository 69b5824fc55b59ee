/// Tests with the real etcd, and how to start it.
@NullMarked
package io.hongyan.cluster.etcd;

import org.jspecify.annotations.NullMarked;
