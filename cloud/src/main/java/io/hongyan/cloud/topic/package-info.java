/// What can be said of topics and filters without knowing who asks: which filter covers which, who a P2P topic is for,
/// which characters a name holds.
@NullMarked
package io.hongyan.cloud.topic;

import org.jspecify.annotations.NullMarked;
