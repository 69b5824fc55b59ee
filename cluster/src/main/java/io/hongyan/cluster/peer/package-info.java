/// What routes and deliveries see of another node: which start of it, and one link with it. Apart from the links
/// themselves, so that a test can have a network of its own.
@NullMarked
package io.hongyan.cluster.peer;

import org.jspecify.annotations.NullMarked;
