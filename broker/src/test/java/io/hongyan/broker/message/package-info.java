/// Tests of messages.
@NullMarked
package io.hongyan.broker.message;

import org.jspecify.annotations.NullMarked;
