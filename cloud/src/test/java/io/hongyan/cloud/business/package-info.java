@NullMarked
package io.hongyan.cloud.business;

import org.jspecify.annotations.NullMarked;
