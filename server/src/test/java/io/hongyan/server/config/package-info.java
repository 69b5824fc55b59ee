/// Tests of the configuration.
@NullMarked
package io.hongyan.server.config;

import org.jspecify.annotations.NullMarked;
