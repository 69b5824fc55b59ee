/// An example with the server SDK of the cloud service.
@NullMarked
package io.hongyan.examples.serversdk;

import org.jspecify.annotations.NullMarked;
