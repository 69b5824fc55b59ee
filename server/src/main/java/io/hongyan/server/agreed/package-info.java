/// What all nodes of a cluster agree on beyond ownership: the metadata, and which rows of the store were changed.
@NullMarked
package io.hongyan.server.agreed;

import org.jspecify.annotations.NullMarked;
