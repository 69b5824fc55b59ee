@NullMarked
package io.hongyan.client.topic;

import org.jspecify.annotations.NullMarked;
