/// What MQTT promises, as a model that is told everything that clients and broker did and says what is wrong.
///
/// It knows the standards, and nothing of how the broker or the simulation work.
@NullMarked
package io.hongyan.testkit.sim.model;

import org.jspecify.annotations.NullMarked;
