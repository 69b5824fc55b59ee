/// Goal: the program can be started from a checkout as it stands.
@NullMarked
package io.hongyan.conformance.program;

import org.jspecify.annotations.NullMarked;
