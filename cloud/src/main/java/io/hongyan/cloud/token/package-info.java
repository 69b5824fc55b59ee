/// Temporary permissions: tokens, how they are made, checked, replaced and called back.
@NullMarked
package io.hongyan.cloud.token;

import org.jspecify.annotations.NullMarked;
