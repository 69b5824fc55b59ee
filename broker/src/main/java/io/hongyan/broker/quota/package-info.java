/// Budgets and limits: connections, memory, disk.
///
/// It knows nothing of sessions.
@NullMarked
package io.hongyan.broker.quota;

import org.jspecify.annotations.NullMarked;
