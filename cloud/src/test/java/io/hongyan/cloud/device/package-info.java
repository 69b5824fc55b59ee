@NullMarked
package io.hongyan.cloud.device;

import org.jspecify.annotations.NullMarked;
