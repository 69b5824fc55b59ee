/// Tests of the lists of who sends most.
@NullMarked
package io.hongyan.broker.top;

import org.jspecify.annotations.NullMarked;
