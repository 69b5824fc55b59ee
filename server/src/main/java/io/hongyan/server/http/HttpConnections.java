package io.hongyan.server.http;

import io.hongyan.broker.message.Clock;
import io.hongyan.transport.AddressText;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/// The open connections of an endpoint: which of them gives way when there are too many, and which has taken too long.
/// Any thread may call it.
final class HttpConnections {
    private static final System.Logger LOG = System.getLogger(HttpEndpoint.class.getName());
    private static final long LINE_MILLIS = 10_000;
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final String name;
    private final HttpLimits limits;
    private final Scheduler timers;
    private final Clock clock;
    private final Map<InetAddress, Integer> byAddress = new HashMap<>();
    private final Map<EndPoint, Open> all = new HashMap<>();
    /// Those without a request at work, the longest waiting first.
    private final Map<EndPoint, Open> waiting = new LinkedHashMap<>();
    /// Those whose answer is not written yet.
    private final Set<EndPoint> busy = new HashSet<>();
    private boolean ending;
    private long crowded;
    private long told;
    private long nextLine;
    private long late;
    private long refused;

    private static final class Open {
        private final InetAddress from;
        private Scheduler.@Nullable Task deadline;

        Open(InetAddress from) {
            this.from = from;
        }
    }

    /// @param name of the endpoint, for the log
    HttpConnections(String name, HttpLimits limits, Scheduler timers, Clock clock) {
        this.name = name;
        this.limits = limits;
        this.timers = timers;
        this.clock = clock;
        this.nextLine = clock.steadyMillis();
    }

    /// Takes a connection in, or closes it or another one.
    void open(EndPoint endPoint) {
        EndPoint leaves = endPoint.getRemoteSocketAddress() instanceof InetSocketAddress address
                ? admit(endPoint, address.getAddress())
                : endPoint; // it has left already
        if (leaves != null) {
            leaves.close();
        }
    }

    /// @return who has to leave
    private synchronized @Nullable EndPoint admit(EndPoint endPoint, InetAddress from) {
        if (ending) {
            return endPoint;
        }
        EndPoint leaves = null;
        if (byAddress.getOrDefault(from, 0) >= limits.connectionsPerAddress()) {
            leaves = oldest(from, from, endPoint, "more than " + limits.connectionsPerAddress() + " from one address");
        } else if (all.size() >= limits.connections()) {
            leaves = oldest(null, from, endPoint, "more than " + limits.connections() + " in all");
        }
        if (!endPoint.equals(leaves)) {
            Open open = new Open(from);
            all.put(endPoint, open);
            waiting.put(endPoint, open);
            byAddress.merge(from, 1, Integer::sum);
            expectOrCount(endPoint, limits.request());
        }
        return leaves;
    }

    /// @param of whose connection is to give way; null = anybody's
    /// @param from the address of the newcomer
    /// @return the newcomer when nobody can
    private EndPoint oldest(@Nullable InetAddress of, InetAddress from, EndPoint newcomer, String why) {
        for (Map.Entry<EndPoint, Open> each : waiting.entrySet()) {
            if (of == null || of.equals(each.getValue().from)) {
                tell(each.getValue().from, why + "; the one that waited longest is closed");
                EndPoint oldest = each.getKey();
                closed(oldest);
                return oldest;
            }
        }
        tell(from, why + ", and all are at work");
        return newcomer;
    }

    /// One line at once, and one with a sum every ten seconds at most.
    private void tell(InetAddress from, String why) {
        crowded++;
        long now = clock.steadyMillis();
        if (now >= nextLine) {
            LOG.log(
                    Level.WARNING,
                    "{0}: too many HTTP connections, from {1}: {2} ({3} closed since the last line)",
                    name,
                    AddressText.of(from),
                    why,
                    Long.toString(crowded - told));
            told = crowded;
            nextLine = now + LINE_MILLIS;
        }
    }

    synchronized void closed(EndPoint endPoint) {
        Open open = all.remove(endPoint);
        if (open != null) {
            cancel(open);
            waiting.remove(endPoint);
            busy.remove(endPoint);
            byAddress.computeIfPresent(open.from, (same, count) -> count == 1 ? null : count - 1);
            notifyAll();
        }
    }

    /// It has a request at work.
    synchronized void begin(EndPoint endPoint) {
        Open open = all.get(endPoint);
        if (open != null) {
            cancel(open);
            waiting.remove(endPoint);
            busy.add(endPoint);
        }
    }

    /// An answer is on its way. Until the client has taken it, the connection gives way to others like a silent one.
    synchronized void answer(EndPoint endPoint) {
        if (again(endPoint)) {
            expectOrCount(endPoint, limits.answer());
        }
    }

    /// It waits for its next request.
    synchronized void end(EndPoint endPoint) {
        if (again(endPoint)) {
            expect(endPoint, limits.idle(), endPoint::close);
        }
        busy.remove(endPoint);
        notifyAll();
    }

    /// The last answer is written. What the client still sends is read and thrown away for a while: if it were not, the
    /// client's system might throw the answer away.
    synchronized void linger(EndPoint endPoint) {
        end(endPoint);
        expect(endPoint, LINGER, endPoint::close);
    }

    /// @return whether it is still there
    private boolean again(EndPoint endPoint) {
        Open open = all.get(endPoint);
        if (open != null) {
            waiting.putIfAbsent(endPoint, open);
        }
        return open != null;
    }

    private void expectOrCount(EndPoint endPoint, Duration patience) {
        expect(endPoint, patience, () -> tooLate(endPoint));
    }

    private void expect(EndPoint endPoint, Duration patience, Runnable otherwise) {
        Open open = all.get(endPoint);
        if (open != null) {
            cancel(open);
            open.deadline = timers.schedule(otherwise, patience.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void tooLate(EndPoint endPoint) {
        synchronized (this) {
            late++;
        }
        LOG.log(Level.DEBUG, "{0}: {1} took too long", name, endPoint.getRemoteSocketAddress());
        endPoint.close();
    }

    private static void cancel(Open open) {
        if (open.deadline != null) {
            open.deadline.cancel();
            open.deadline = null;
        }
    }

    /// Closes those without a request at work, takes no more, and waits for the others.
    ///
    /// @param patience how long
    void finish(Duration patience) {
        idleAtTheEnd().forEach(EndPoint::close);
        long end = clock.steadyMillis() + patience.toMillis();
        synchronized (this) {
            try {
                for (long left = patience.toMillis(); !busy.isEmpty() && left > 0; ) {
                    wait(left);
                    left = end - clock.steadyMillis();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized List<EndPoint> idleAtTheEnd() {
        ending = true;
        List<EndPoint> idle = new ArrayList<>(all.keySet());
        idle.removeAll(busy);
        return idle;
    }

    /// Whether no connection outlives its present request.
    synchronized boolean ending() {
        return ending;
    }

    /// Counts a request that no handler gets.
    synchronized void refuse() {
        refused++;
    }

    synchronized HttpStats stats() {
        return new HttpStats(all.size(), crowded, late, refused);
    }
}
