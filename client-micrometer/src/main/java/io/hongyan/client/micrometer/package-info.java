/// Meters of a client for Micrometer, independent of the monitoring system.
@NullMarked
package io.hongyan.client.micrometer;

import org.jspecify.annotations.NullMarked;
