/// One credential for each device: its own key and secret.
@NullMarked
package io.hongyan.cloud.device;

import org.jspecify.annotations.NullMarked;
