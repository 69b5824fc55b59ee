package io.hongyan.cluster.connection;

import io.hongyan.transport.Loop;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/// Does the same for many, some in each turn of a loop, so that the others of the loop go on meanwhile.
///
/// Confined to the loop.
final class Slices {
    private static final System.Logger LOG = System.getLogger(Slices.class.getName());
    private static final int IN_ONE_TURN = 256;

    private Slices() {}

    /// @param all is emptied
    /// @param task its exceptions are logged
    static <T> void run(Loop loop, ArrayDeque<T> all, Consumer<? super T> task) {
        for (int i = 0; i < IN_ONE_TURN; i++) {
            T next = all.poll();
            if (next == null) {
                return;
            }
            try {
                task.accept(next);
            } catch (RuntimeException fault) {
                LOG.log(Level.ERROR, "a connection over a link that is closed could not be ended", fault);
            }
        }
        loop.nextTurn(() -> run(loop, all, task));
    }
}
