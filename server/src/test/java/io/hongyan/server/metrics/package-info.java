/// Tests of metrics and health.
@NullMarked
package io.hongyan.server.metrics;

import org.jspecify.annotations.NullMarked;
