/// Tells Micrometer what a client does. It knows no particular monitoring system.
@NullMarked
package io.hongyan.client.micrometer;

import org.jspecify.annotations.NullMarked;
