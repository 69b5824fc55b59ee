/// Rows of what is too many for the metadata: how their keys and values are laid out.
@NullMarked
package io.hongyan.cloud.record;

import org.jspecify.annotations.NullMarked;
