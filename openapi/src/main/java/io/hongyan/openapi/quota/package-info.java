/// How often an account and an address may call.
@NullMarked
package io.hongyan.openapi.quota;

import org.jspecify.annotations.NullMarked;
