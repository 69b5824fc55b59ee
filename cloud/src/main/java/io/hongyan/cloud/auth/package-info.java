/// Authentication: signatures, tokens, passwords, SCRAM and anonymous clients.
@NullMarked
package io.hongyan.cloud.auth;

import org.jspecify.annotations.NullMarked;
