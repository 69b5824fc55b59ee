/// Business systems that come in by another door than devices: who they are, and what they may do.
@NullMarked
package io.hongyan.cloud.business;

import org.jspecify.annotations.NullMarked;
