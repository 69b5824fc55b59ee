/// Tests of parts of a session.
@NullMarked
package io.hongyan.broker.session;

import org.jspecify.annotations.NullMarked;
