/// Runs of the simulator.
@NullMarked
package io.hongyan.testkit.sim;

import org.jspecify.annotations.NullMarked;
