/// Tests of the loop that clients share.
@NullMarked
package io.hongyan.client.loop;

import org.jspecify.annotations.NullMarked;
