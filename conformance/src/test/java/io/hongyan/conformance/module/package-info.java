/// The libraries as modules of another program.
@NullMarked
package io.hongyan.conformance.module;

import org.jspecify.annotations.NullMarked;
