@NullMarked
package io.hongyan.auth;

import org.jspecify.annotations.NullMarked;
