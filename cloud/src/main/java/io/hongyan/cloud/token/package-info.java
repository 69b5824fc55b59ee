/// Tokens: temporary permissions that are issued, checked, replaced and revoked.
@NullMarked
package io.hongyan.cloud.token;

import org.jspecify.annotations.NullMarked;
