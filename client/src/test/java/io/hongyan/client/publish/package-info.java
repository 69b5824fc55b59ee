@NullMarked
package io.hongyan.client.publish;

import org.jspecify.annotations.NullMarked;
