/// Messages to publish and those that arrive, what becomes of them, and what goes wrong.
@NullMarked
package io.hongyan.client.message;

import org.jspecify.annotations.NullMarked;
