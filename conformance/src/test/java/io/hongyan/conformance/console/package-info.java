/// The console in a real browser, beside a real service with real devices.
@NullMarked
package io.hongyan.conformance.console;

import org.jspecify.annotations.NullMarked;
