/// Tests of the package of the same name.
@NullMarked
package io.hongyan.cloud.identity;

import org.jspecify.annotations.NullMarked;
