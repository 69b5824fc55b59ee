/// The configuration as records that cannot hold a bad value, and their types: durations, sizes, ports, secrets.
@NullMarked
package io.hongyan.server.config;

import org.jspecify.annotations.NullMarked;
