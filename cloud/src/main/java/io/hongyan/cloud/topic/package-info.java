/// Topics and filters: which filter covers another one, P2P topics, parent topics, allowed characters, and values by
/// topics and by clients.
@NullMarked
package io.hongyan.cloud.topic;

import org.jspecify.annotations.NullMarked;
