@NullMarked
package io.hongyan.client.disk;

import org.jspecify.annotations.NullMarked;
