/// Tests of the package of the same name.
@NullMarked
package io.hongyan.cloud.control;

import org.jspecify.annotations.NullMarked;
