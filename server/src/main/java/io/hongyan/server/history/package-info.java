/// What the service has measured of itself: seven days, minute by minute, in its own store.
@NullMarked
package io.hongyan.server.history;

import org.jspecify.annotations.NullMarked;
