/// The rules of each instance, as hooks of the broker.
@NullMarked
package io.hongyan.cloud.rules;

import org.jspecify.annotations.NullMarked;
