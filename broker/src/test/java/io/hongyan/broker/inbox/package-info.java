/// What every store must do, as tests that each implementation runs.
@NullMarked
package io.hongyan.broker.inbox;

import org.jspecify.annotations.NullMarked;
