/// What every part of a shard may use: its loop, its timers, its counters, its part of the store. It knows nothing of
/// sessions.
@NullMarked
package io.hongyan.broker.context;

import org.jspecify.annotations.NullMarked;
