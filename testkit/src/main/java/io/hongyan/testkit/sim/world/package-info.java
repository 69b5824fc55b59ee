/// The simulated machine below a broker: time, loops, network and disk. Everything runs in the calling thread, in an
/// order that only a seed decides.
///
/// It knows nothing of clients, or of what MQTT promises.
@NullMarked
package io.hongyan.testkit.sim.world;

import org.jspecify.annotations.NullMarked;
