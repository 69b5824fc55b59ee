/// A simulator for the broker: a whole broker and a crowd of clients in one thread, on virtual time, network, disk and
/// randomness, checked against a model of what MQTT promises. A seed decides everything, so that what it finds can be
/// run again.
@NullMarked
package io.hongyan.testkit.sim;

import org.jspecify.annotations.NullMarked;
