@NullMarked
package io.hongyan.cloud.business.message;

import org.jspecify.annotations.NullMarked;
