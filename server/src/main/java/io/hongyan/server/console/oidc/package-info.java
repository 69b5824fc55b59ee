/// Logins to the console by an OpenID provider: the authorization code flow of OpenID Connect 1.0, with PKCE.
@NullMarked
package io.hongyan.server.console.oidc;

import org.jspecify.annotations.NullMarked;
