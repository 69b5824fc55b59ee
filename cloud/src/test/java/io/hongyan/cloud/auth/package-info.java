/// Tests of the package of the same name.
@NullMarked
package io.hongyan.cloud.auth;

import org.jspecify.annotations.NullMarked;
