/// Tests of tokens, alone and with connected clients.
@NullMarked
package io.hongyan.cloud.token;

import org.jspecify.annotations.NullMarked;
