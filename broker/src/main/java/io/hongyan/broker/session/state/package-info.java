/// What a session or its connection counts and remembers: in-flight window, packet identifiers, aliases, subscriptions,
/// limits. It sends nothing and knows no session.
@NullMarked
package io.hongyan.broker.session.state;

import org.jspecify.annotations.NullMarked;
