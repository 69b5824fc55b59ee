/// The simulated machine below a broker: time, loops, network and disk. Everything runs in the calling thread, in an
/// order that only a seed decides.
///
/// It does not depend on clients or on the model of MQTT.
@NullMarked
package io.hongyan.testkit.sim.world;

import org.jspecify.annotations.NullMarked;
