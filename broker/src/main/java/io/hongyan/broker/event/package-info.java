/// Events of the broker, for logs, metrics, notices and audit, and its counters.
///
/// It decides nothing.
@NullMarked
package io.hongyan.broker.event;

import org.jspecify.annotations.NullMarked;
