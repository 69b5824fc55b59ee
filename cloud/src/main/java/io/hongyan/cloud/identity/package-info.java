/// The identities of authenticated clients, with their cached decisions.
@NullMarked
package io.hongyan.cloud.identity;

import org.jspecify.annotations.NullMarked;
