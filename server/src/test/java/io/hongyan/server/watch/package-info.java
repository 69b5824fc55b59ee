/// Tests of files that are read again.
@NullMarked
package io.hongyan.server.watch;

import org.jspecify.annotations.NullMarked;
