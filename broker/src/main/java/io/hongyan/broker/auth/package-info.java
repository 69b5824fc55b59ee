/// The interfaces that a layer above the broker implements: authentication, authorization, and the policy of an
/// instance.
///
/// It knows nothing of sessions, and nothing of how a decision is made.
@NullMarked
package io.hongyan.broker.auth;

import org.jspecify.annotations.NullMarked;
