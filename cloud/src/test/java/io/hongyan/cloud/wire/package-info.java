/// The cloud layer in a running broker, as clients on a socket see it.
@NullMarked
package io.hongyan.cloud.wire;

import org.jspecify.annotations.NullMarked;
