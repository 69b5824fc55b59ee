/// What the broker reports: counted for metrics, and written to the log for whoever can act on it.
@NullMarked
package io.hongyan.server.event;

import org.jspecify.annotations.NullMarked;
