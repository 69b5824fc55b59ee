/// How messages name this program, so that the commands in them can be typed as they are.
@NullMarked
package io.hongyan.server.program;

import org.jspecify.annotations.NullMarked;
