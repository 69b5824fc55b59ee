/// The packets of MQTT 3.1, 3.1.1 and 5.0 as values, and what they are made of: subscriptions and wills.
///
/// A packet holds what its sender says, whatever the version; what a version does not know is left out on the wire.
@NullMarked
package io.hongyan.codec.packet;

import org.jspecify.annotations.NullMarked;
