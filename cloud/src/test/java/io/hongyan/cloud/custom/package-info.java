@NullMarked
package io.hongyan.cloud.custom;

import org.jspecify.annotations.NullMarked;
