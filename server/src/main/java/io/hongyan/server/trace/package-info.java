/// Live traces: what one client does, or happens on one topic or from one address, told to an operator as it happens.
@NullMarked
package io.hongyan.server.trace;

import org.jspecify.annotations.NullMarked;
