/// Tests of the package.
@NullMarked
package io.hongyan.server.console.oidc;

import org.jspecify.annotations.NullMarked;
