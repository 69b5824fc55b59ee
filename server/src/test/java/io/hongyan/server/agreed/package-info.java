/// Tests of what all nodes agree on.
@NullMarked
package io.hongyan.server.agreed;

import org.jspecify.annotations.NullMarked;
