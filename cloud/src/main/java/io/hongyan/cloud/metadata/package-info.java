/// What the service knows: instances, keys, groups, topics, users, rights and revoked tokens; and the one way to change
/// it.
///
/// It knows nothing of connections.
@NullMarked
package io.hongyan.cloud.metadata;

import org.jspecify.annotations.NullMarked;
