/// Users and rights of profile open: what they mean, and the text files that they come from.
@NullMarked
package io.hongyan.cloud.open;

import org.jspecify.annotations.NullMarked;
