/// Tests of the package of the same name.
@NullMarked
package io.hongyan.cloud.topic;

import org.jspecify.annotations.NullMarked;
