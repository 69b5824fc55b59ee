/// The keys that are valid at the moment, ready for use, and what they compute.
@NullMarked
package io.hongyan.cloud.key;

import org.jspecify.annotations.NullMarked;
