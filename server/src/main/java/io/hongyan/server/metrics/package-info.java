/// Figures of the broker and of the virtual machine in Prometheus' format. Nothing is computed before somebody asks.
@NullMarked
package io.hongyan.server.metrics;

import org.jspecify.annotations.NullMarked;
