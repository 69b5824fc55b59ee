/// The event loop that clients share, and tasks for it.
@NullMarked
package io.hongyan.client.loop;

import org.jspecify.annotations.NullMarked;
