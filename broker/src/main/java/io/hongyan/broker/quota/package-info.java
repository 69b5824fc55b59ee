/// Counting what is limited: connections, bytes.
///
/// It knows nothing of sessions.
@NullMarked
package io.hongyan.broker.quota;

import org.jspecify.annotations.NullMarked;
