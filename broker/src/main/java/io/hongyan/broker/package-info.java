/// The plain MQTT broker: sessions, routing and delivery on shards.
///
/// It knows nothing of the cloud's rules, of files or of the command line.
@NullMarked
package io.hongyan.broker;

import org.jspecify.annotations.NullMarked;
