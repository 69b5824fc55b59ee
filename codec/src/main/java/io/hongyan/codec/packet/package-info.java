/// The packets of MQTT 3.1, 3.1.1 and 5.0 as values, and what they are made of: subscriptions and wills.
///
/// The same types serve all versions; what a version does not have is left out when encoding.
@NullMarked
package io.hongyan.codec.packet;

import org.jspecify.annotations.NullMarked;
