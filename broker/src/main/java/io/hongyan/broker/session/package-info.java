/// One client's state, and everything that a packet of it does.
///
/// It knows nothing of listeners, nor of what the layer above allows.
@NullMarked
package io.hongyan.broker.session;

import org.jspecify.annotations.NullMarked;
