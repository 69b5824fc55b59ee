/// A model of what MQTT promises, which gets everything that clients and broker did and reports faults.
///
/// It depends on the standards only, not on the broker or the simulation.
@NullMarked
package io.hongyan.testkit.sim.model;

import org.jspecify.annotations.NullMarked;
