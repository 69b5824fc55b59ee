/// Traces: what is told, kept, dropped and found.
@NullMarked
package io.hongyan.cloud.trace;

import org.jspecify.annotations.NullMarked;
