/// The configuration of the broker: limits, policies, durations. Each constructor checks its values.
///
/// It knows nothing of files or formats.
@NullMarked
package io.hongyan.broker.config;

import org.jspecify.annotations.NullMarked;
