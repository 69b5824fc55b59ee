/// The event loop that clients share, tasks for it, and the way from it to user code.
@NullMarked
package io.hongyan.client.loop;

import org.jspecify.annotations.NullMarked;
