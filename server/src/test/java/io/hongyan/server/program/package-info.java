/// Tests of what messages tell people to type.
@NullMarked
package io.hongyan.server.program;

import org.jspecify.annotations.NullMarked;
