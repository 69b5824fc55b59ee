/// What the store knows of its rows without reading them: identifiers, references to bodies, deleted instances.
@NullMarked
package io.hongyan.store.rocksdb.index;

import org.jspecify.annotations.NullMarked;
