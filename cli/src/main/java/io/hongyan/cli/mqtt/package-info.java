/// A small MQTT client for the commands, on the project's own codec and transport. It knows nothing of options and
/// output.
@NullMarked
package io.hongyan.cli.mqtt;

import org.jspecify.annotations.NullMarked;
