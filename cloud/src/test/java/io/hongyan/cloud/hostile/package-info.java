/// What must hold against clients that wish us ill, and while everything changes at once.
@NullMarked
package io.hongyan.cloud.hostile;

import org.jspecify.annotations.NullMarked;
