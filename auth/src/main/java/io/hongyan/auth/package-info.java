/// What clients show to be let in, for both sides: the signature of the cloud service and SCRAM-SHA-256. It knows
/// nothing of connections and packets.
@NullMarked
package io.hongyan.auth;

import org.jspecify.annotations.NullMarked;
