/// Simulated clients of all versions of MQTT. They obey the protocol unless an operation says otherwise.
@NullMarked
package io.hongyan.testkit.sim.client;

import org.jspecify.annotations.NullMarked;
