/// What was published, free of any one connection: no packet identifier, no DUP.
///
/// It knows packets and topics, and nothing of sessions, routing or storage.
@NullMarked
package io.hongyan.broker.message;

import org.jspecify.annotations.NullMarked;
