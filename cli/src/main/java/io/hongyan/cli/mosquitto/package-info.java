/// `hongyan import`: makes a configuration of Hongyan from one of mosquitto.
@NullMarked
package io.hongyan.cli.mosquitto;

import org.jspecify.annotations.NullMarked;
