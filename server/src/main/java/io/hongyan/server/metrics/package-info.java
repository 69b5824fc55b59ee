/// Metrics of the broker and of the virtual machine in Prometheus' format, computed at each request.
@NullMarked
package io.hongyan.server.metrics;

import org.jspecify.annotations.NullMarked;
