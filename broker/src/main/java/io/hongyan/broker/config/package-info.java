/// What an operator can set in the broker: limits, policies, durations. Each value is checked when it is made.
///
/// It knows nothing of files or formats.
@NullMarked
package io.hongyan.broker.config;

import org.jspecify.annotations.NullMarked;
