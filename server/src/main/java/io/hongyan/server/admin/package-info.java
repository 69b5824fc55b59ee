/// What `hongyan admin` talks to. Everything that changes goes through the metadata, as it does for all faces.
@NullMarked
package io.hongyan.server.admin;

import org.jspecify.annotations.NullMarked;
