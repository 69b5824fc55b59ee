/// Tests of what the service measures of itself.
@NullMarked
package io.hongyan.server.history;

import org.jspecify.annotations.NullMarked;
