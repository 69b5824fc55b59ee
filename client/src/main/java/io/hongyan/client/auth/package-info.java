/// Credentials of clients. They do not depend on connections.
@NullMarked
package io.hongyan.client.auth;

import org.jspecify.annotations.NullMarked;
