package io.hongyan.cluster.connection;

import io.hongyan.cluster.connection.ConnectionCounters.Figure;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The sockets of one loop whose clients belong to nodes that cannot be reached at present: so many, with so many
/// bytes, and each for so long.
///
/// Confined to that loop.
final class WaitingConnections {
    private final ConnectionOptions options;
    private final ConnectionCounters counters;
    /// In the order in which they came, and so of their deadlines.
    private final Set<WaitingConnection> all = new LinkedHashSet<>();

    private long bytes;

    WaitingConnections(ConnectionOptions options, ConnectionCounters counters) {
        this.options = options;
        this.counters = counters;
    }

    boolean hasRoom(int connectBytes) {
        return all.size() < options.mostWaiting() && bytes + connectBytes <= options.mostWaitingBytes();
    }

    void add(WaitingConnection connection) {
        all.add(connection);
        bytes += connection.bytes();
        counters.count(Figure.WAITED);
    }

    /// It waits no more. Nothing happens to one that does not wait.
    void left(WaitingConnection connection) {
        if (all.remove(connection)) {
            bytes -= connection.bytes();
            counters.count(Figure.WAITED_ENDED);
        }
    }

    /// Looks at each again.
    ///
    /// @param served whether it need not wait any more
    void retry(Predicate<? super WaitingConnection> served) {
        if (all.isEmpty()) {
            return;
        }
        for (WaitingConnection each : List.copyOf(all)) {
            if (all.contains(each) && served.test(each)) {
                left(each);
            }
        }
    }

    /// Those whose time is over wait no more.
    void expire(long now, Consumer<? super WaitingConnection> task) {
        while (!all.isEmpty()) {
            WaitingConnection first = all.iterator().next();
            if (now < first.deadline()) {
                return;
            }
            left(first);
            task.accept(first);
        }
    }
}
