/// What a client was built with.
@NullMarked
package io.hongyan.client.options;

import org.jspecify.annotations.NullMarked;
