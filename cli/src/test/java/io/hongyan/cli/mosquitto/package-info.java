/// Tests of `hongyan import`.
@NullMarked
package io.hongyan.cli.mosquitto;

import org.jspecify.annotations.NullMarked;
