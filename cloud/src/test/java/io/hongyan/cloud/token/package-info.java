/// Tests of the package of the same name.
@NullMarked
package io.hongyan.cloud.token;

import org.jspecify.annotations.NullMarked;
