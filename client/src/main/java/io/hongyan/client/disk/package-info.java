/// The queue on disk: its file, its journal, and the thread that writes it.
@NullMarked
package io.hongyan.client.disk;

import org.jspecify.annotations.NullMarked;
