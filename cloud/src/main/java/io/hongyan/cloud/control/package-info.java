/// Commands that clients give the server by publishing, and the watch over connected clients' tokens.
@NullMarked
package io.hongyan.cloud.control;

import org.jspecify.annotations.NullMarked;
