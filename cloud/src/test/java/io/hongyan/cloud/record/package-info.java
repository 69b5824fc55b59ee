@NullMarked
package io.hongyan.cloud.record;

import org.jspecify.annotations.NullMarked;
