/// The valid AccessKeys, and the signatures and SCRAM proofs that are computed with them.
@NullMarked
package io.hongyan.cloud.key;

import org.jspecify.annotations.NullMarked;
