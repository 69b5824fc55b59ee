/// Tests of the configuration.
@NullMarked
package io.hongyan.broker.config;

import org.jspecify.annotations.NullMarked;
