/// The metadata: instances, AccessKeys, groups, parent topics, users, access control lists and revoked tokens.
///
/// It does not depend on connections.
@NullMarked
package io.hongyan.cloud.metadata;

import org.jspecify.annotations.NullMarked;
