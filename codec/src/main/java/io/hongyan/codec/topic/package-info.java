/// Topic names and topic filters, and a cache of the names that a thread has met.
@NullMarked
package io.hongyan.codec.topic;

import org.jspecify.annotations.NullMarked;
