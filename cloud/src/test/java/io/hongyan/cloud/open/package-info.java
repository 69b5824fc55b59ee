/// Tests of the package of the same name.
@NullMarked
package io.hongyan.cloud.open;

import org.jspecify.annotations.NullMarked;
