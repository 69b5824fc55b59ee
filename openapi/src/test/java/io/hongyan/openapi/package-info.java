@NullMarked
package io.hongyan.openapi;

import org.jspecify.annotations.NullMarked;
