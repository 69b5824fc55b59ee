/// Tests of the package of the same name.
@NullMarked
package io.hongyan.cloud.metadata;

import org.jspecify.annotations.NullMarked;
