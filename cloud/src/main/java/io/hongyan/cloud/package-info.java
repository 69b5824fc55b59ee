/// The rules of the cloud service on top of the plain broker: instances, groups, topics, credentials, P2P, limits.
@NullMarked
package io.hongyan.cloud;

import org.jspecify.annotations.NullMarked;
