/// The ways from the loop to code of the user, which runs on the user's executor: callbacks, events, futures and hooks.
@NullMarked
package io.hongyan.client.callback;

import org.jspecify.annotations.NullMarked;
