/// Measurements: JMH and load.
@NullMarked
package io.hongyan.bench;

import org.jspecify.annotations.NullMarked;
