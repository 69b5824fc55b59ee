/// Custom authentication: identities, permissions and a blacklist that an account keeps by the API.
@NullMarked
package io.hongyan.cloud.custom;

import org.jspecify.annotations.NullMarked;
