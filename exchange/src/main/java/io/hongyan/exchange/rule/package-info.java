/// What all kinds of rules have.
@NullMarked
package io.hongyan.exchange.rule;

import org.jspecify.annotations.NullMarked;
