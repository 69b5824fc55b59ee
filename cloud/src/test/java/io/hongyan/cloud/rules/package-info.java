/// Tests of the package of the same name.
@NullMarked
package io.hongyan.cloud.rules;

import org.jspecify.annotations.NullMarked;
