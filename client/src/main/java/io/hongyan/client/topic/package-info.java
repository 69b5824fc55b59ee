/// Matching topics to filters, and topic aliases.
@NullMarked
package io.hongyan.client.topic;

import org.jspecify.annotations.NullMarked;
