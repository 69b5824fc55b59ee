/// Who called: signatures, time stamps, nonces.
@NullMarked
package io.hongyan.openapi.signing;

import org.jspecify.annotations.NullMarked;
