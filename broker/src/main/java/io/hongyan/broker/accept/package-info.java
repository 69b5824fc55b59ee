/// New connections on their way to a session: admission, CONNECT, authentication.
///
/// It knows nothing of what happens to a session later.
@NullMarked
package io.hongyan.broker.accept;

import org.jspecify.annotations.NullMarked;
