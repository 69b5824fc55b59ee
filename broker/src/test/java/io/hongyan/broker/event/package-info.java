/// Tests of limits.
@NullMarked
package io.hongyan.broker.event;

import org.jspecify.annotations.NullMarked;
