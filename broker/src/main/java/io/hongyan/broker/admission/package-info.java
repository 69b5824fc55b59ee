/// What lets connections in, whatever they speak: the flood limit.
@NullMarked
package io.hongyan.broker.admission;

import org.jspecify.annotations.NullMarked;
