/// Tests of the repository itself: format, tidiness, module arrows, coverage of the standard. Tests only.
@NullMarked
package io.hongyan.checks;

import org.jspecify.annotations.NullMarked;
