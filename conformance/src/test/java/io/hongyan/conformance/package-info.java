/// The running server as others see it: clauses of the standard, and other people's clients. Tests only.
@NullMarked
package io.hongyan.conformance;

import org.jspecify.annotations.NullMarked;
