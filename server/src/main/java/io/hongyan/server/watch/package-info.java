/// Files that are read again when they change.
@NullMarked
package io.hongyan.server.watch;

import org.jspecify.annotations.NullMarked;
