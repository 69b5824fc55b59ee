/// Tests of rules as a whole.
@NullMarked
package io.hongyan.exchange;

import org.jspecify.annotations.NullMarked;
