/// Rules that exchange messages with another system, and connections to such systems, as metadata.
@NullMarked
package io.hongyan.cloud.metadata.rule;

import org.jspecify.annotations.NullMarked;
