/// Tests of live traces.
@NullMarked
package io.hongyan.server.trace;

import org.jspecify.annotations.NullMarked;
