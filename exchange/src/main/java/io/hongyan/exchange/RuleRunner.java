package io.hongyan.exchange;

import io.hongyan.broker.Broker;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.cloud.metadata.rule.ExchangeConnection;
import io.hongyan.cloud.metadata.rule.Rule;
import io.hongyan.cloud.metadata.rule.RuleOptions;
import io.hongyan.exchange.inbound.InboundChecks;
import io.hongyan.exchange.inbound.InboundRule;
import io.hongyan.exchange.outbound.OutboundState;
import io.hongyan.exchange.rule.RuleFigures;
import io.hongyan.exchange.rule.RuleName;
import io.hongyan.exchange.rule.RunningRule;
import io.hongyan.exchange.spi.Exchange;
import io.hongyan.exchange.spi.ExchangeException;
import io.hongyan.exchange.status.StatusState;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Brings the rules that run to those that are wanted, on a virtual thread that exists from the first rule on. What
/// cannot be started is tried again.
final class RuleRunner implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.hongyan.exchange.rules");
    private static final long RETRY_SECONDS = 5;
    private static final long PATIENCE_MILLIS = 60_000;

    private final Connections connections;
    private final Starter starter;
    private final Map<RuleName, Running> running = new HashMap<>(); // of the thread alone
    private final Map<RuleName, Progress> progress = new ConcurrentHashMap<>();
    private final Map<RuleName, RunningRule> visible = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Map<RuleName, Wanted> wanted = Map.of(); // guarded by the lock, as what follows
    private long version;
    private boolean closed;
    private @Nullable Thread thread;

    /// A rule that is to run, over a connection.
    ///
    /// @param since when it came to be as it is, or when this service began to run it
    record Wanted(Rule rule, ExchangeConnection connection, Instant since) {
        boolean isAs(Wanted other) {
            return rule.equals(other.rule) && connection.equals(other.connection);
        }
    }

    private record Running(Wanted as, RunningRule rule) {}

    /// What is known of a rule beside its figures.
    ///
    /// @param waiting messages in the other system; -1 when that is not known
    /// @param fault why it does not run, or what it waits for; null when it works
    record Progress(long reconnects, long waiting, @Nullable String fault) {
        static final Progress NONE = new Progress(0, -1, null);
    }

    /// What rules are made of.
    record Starter(
            Map<RuleName, OutboundState> outbound,
            Map<RuleName, StatusState> status,
            Map<RuleName, RuleFigures> inbound,
            Broker broker,
            Function<String, @Nullable ClientPolicy> policies,
            InboundChecks checks) {
        /// @return null when the rule is gone meanwhile
        @Nullable
        RunningRule start(RuleName name, Wanted what, Exchange exchange) {
            Rule rule = what.rule();
            return switch (rule.options()) {
                case RuleOptions.Outbound _ -> {
                    OutboundState state = outbound.get(name);
                    yield state == null ? null : state.run(exchange, rule.topic());
                }
                case RuleOptions.Inbound options -> {
                    RuleFigures figures = inbound.get(name);
                    yield figures == null
                            ? null
                            : InboundRule.run(
                                    name.instance(),
                                    rule,
                                    options,
                                    what.since(),
                                    exchange,
                                    broker,
                                    policies,
                                    checks,
                                    figures);
                }
                case RuleOptions.Status _ -> {
                    StatusState state = status.get(name);
                    yield state == null ? null : state.run(exchange, rule.topic());
                }
            };
        }
    }

    RuleRunner(Connections connections, Starter starter) {
        this.connections = connections;
        this.starter = starter;
    }

    /// These rules are to run from now on. Returns at once.
    void follow(Map<RuleName, Wanted> now) {
        lock.lock();
        try {
            Map<RuleName, Wanted> next = new HashMap<>(now);
            next.replaceAll((name, what) -> {
                Wanted before = wanted.get(name);
                return before != null && before.isAs(what) ? before : what;
            });
            wanted = Map.copyOf(next);
            version++;
            changed.signalAll();
            if (thread == null && !now.isEmpty() && !closed) {
                thread = Thread.ofVirtual().name("rules").start(this::run);
            }
        } finally {
            lock.unlock();
        }
    }

    Progress progress(RuleName name) {
        RunningRule rule = visible.get(name);
        return rule == null
                ? progress.getOrDefault(name, Progress.NONE)
                : new Progress(rule.reconnects(), rule.waiting(), rule.fault());
    }

    private void run() {
        long done = -1;
        boolean failed = false;
        while (true) {
            Map<RuleName, Wanted> target;
            lock.lock();
            try {
                long nanos = TimeUnit.SECONDS.toNanos(RETRY_SECONDS);
                while (!closed && version == done && (!failed || nanos > 0)) {
                    if (failed) {
                        nanos = changed.awaitNanos(nanos);
                    } else {
                        changed.await();
                    }
                }
                if (closed) {
                    break;
                }
                done = version;
                target = wanted;
            } catch (InterruptedException _) {
                break;
            } finally {
                lock.unlock();
            }
            failed = !bringTo(target);
        }
        bringTo(Map.of());
    }

    /// @return whether all run
    private boolean bringTo(Map<RuleName, Wanted> target) {
        Map<RuleName, Running> old = new HashMap<>(running);
        old.entrySet().removeIf(entry -> entry.getValue().as().equals(target.get(entry.getKey())));
        stop(old);
        progress.keySet().retainAll(target.keySet());
        connections.keep(target.values().stream().map(Wanted::connection).collect(Collectors.toSet()));
        boolean all = true;
        for (Map.Entry<RuleName, Wanted> entry : target.entrySet()) {
            if (!running.containsKey(entry.getKey())) {
                all &= start(entry.getKey(), entry.getValue());
            }
        }
        return all;
    }

    /// All at once: one whose other system does not answer takes some seconds, and holds up nothing but its own end.
    private void stop(Map<RuleName, Running> old) {
        running.keySet().removeAll(old.keySet());
        visible.keySet().removeAll(old.keySet());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            old.forEach((name, rule) -> threads.execute(() -> stop(name, rule)));
        }
    }

    private static void stop(RuleName name, Running rule) {
        try {
            rule.rule().close();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "rule " + name + " was not stopped in order", e);
        }
    }

    private boolean start(RuleName name, Wanted what) {
        try {
            RunningRule rule = starter.start(name, what, connections.of(what.connection()));
            if (rule != null) {
                running.put(name, new Running(what, rule));
                visible.put(name, rule);
            }
            progress.remove(name);
            return true;
        } catch (ExchangeException e) {
            failed(name, String.valueOf(e.getMessage()));
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.DEBUG, "a plug-in failed", e);
            failed(name, "the plug-in failed: " + e);
        }
        return false;
    }

    private void failed(RuleName name, String why) {
        Progress before = progress.put(name, new Progress(0, -1, why));
        if (before == null || !why.equals(before.fault())) {
            LOG.log(Level.WARNING, "rule {0} does not run, and is tried again: {1}", name, why);
        }
    }

    /// Stops all rules.
    @Override
    public void close() {
        Thread last;
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            last = thread;
        } finally {
            lock.unlock();
        }
        if (last != null) {
            try {
                last.join(PATIENCE_MILLIS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
