@NullMarked
package io.hongyan.cloud.key;

import org.jspecify.annotations.NullMarked;
