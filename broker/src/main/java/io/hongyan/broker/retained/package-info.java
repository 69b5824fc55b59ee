/// The retained messages of an instance, in the order of their topics.
@NullMarked
package io.hongyan.broker.retained;

import org.jspecify.annotations.NullMarked;
