/// Simulated clients of all versions of MQTT: they keep to the protocol, unless they are told not to.
@NullMarked
package io.hongyan.testkit.sim.client;

import org.jspecify.annotations.NullMarked;
