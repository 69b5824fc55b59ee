/// Rows of what is too many for the metadata: how their keys and values are laid out, and how changes of them are kept
/// apart, counted and told.
@NullMarked
package io.hongyan.cloud.record;

import org.jspecify.annotations.NullMarked;
