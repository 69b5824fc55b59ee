/// The agreement on etcd. The only package that sees its client.
@NullMarked
package io.hongyan.cluster.etcd;

import org.jspecify.annotations.NullMarked;
