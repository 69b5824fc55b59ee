/// What a client shows to be let in. It knows nothing of connections.
@NullMarked
package io.hongyan.client.auth;

import org.jspecify.annotations.NullMarked;
