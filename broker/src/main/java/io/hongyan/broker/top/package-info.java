/// Who sends most, in little memory and about constant time.
@NullMarked
package io.hongyan.broker.top;

import org.jspecify.annotations.NullMarked;
