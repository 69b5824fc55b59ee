/// Facts that happened in the broker, for logs, metrics, notices and audit.
///
/// It decides nothing.
@NullMarked
package io.hongyan.broker.event;

import org.jspecify.annotations.NullMarked;
