/// The tests of timers.
@NullMarked
package io.hongyan.broker.context;

import org.jspecify.annotations.NullMarked;
