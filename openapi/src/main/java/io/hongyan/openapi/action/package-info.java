/// The actions, family by family: what goes in, what comes out, what it needs.
@NullMarked
package io.hongyan.openapi.action;

import org.jspecify.annotations.NullMarked;
