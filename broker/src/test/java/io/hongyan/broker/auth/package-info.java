/// Tests of rules.
@NullMarked
package io.hongyan.broker.auth;

import org.jspecify.annotations.NullMarked;
