/// A store that forgets everything with the process, for brokers without a disk.
@NullMarked
package io.hongyan.broker.store.memory;

import org.jspecify.annotations.NullMarked;
