/// Tests of retained messages.
@NullMarked
package io.hongyan.broker.retained;

import org.jspecify.annotations.NullMarked;
