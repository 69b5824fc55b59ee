/// Tests of limits.
@NullMarked
package io.hongyan.broker.quota;

import org.jspecify.annotations.NullMarked;
