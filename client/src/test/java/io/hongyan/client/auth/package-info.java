/// Tests of what a client shows to be let in.
@NullMarked
package io.hongyan.client.auth;

import org.jspecify.annotations.NullMarked;
