/// The settings of a client.
@NullMarked
package io.hongyan.client.options;

import org.jspecify.annotations.NullMarked;
