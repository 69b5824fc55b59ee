/// Secrets at rest.
@NullMarked
package io.hongyan.cloud.secret;

import org.jspecify.annotations.NullMarked;
