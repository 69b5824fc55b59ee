/// Tests of the broker as a whole, on loops that take their turns when told to.
@NullMarked
package io.hongyan.broker;

import org.jspecify.annotations.NullMarked;
