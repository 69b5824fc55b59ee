/// The libraries as modules of somebody else's program.
@NullMarked
package io.hongyan.conformance.module;

import org.jspecify.annotations.NullMarked;
