/// The questions that the broker asks a layer above it: who is this client, and what may it do.
///
/// It knows nothing of sessions or of the answers' rules.
@NullMarked
package io.hongyan.broker.auth;

import org.jspecify.annotations.NullMarked;
