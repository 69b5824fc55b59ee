package io.hongyan.cli.bench;

import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.cli.terminal.Terminal;
import io.hongyan.client.ClientThreads;
import io.hongyan.codec.packet.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// The frame of every kind of load: connects, warms up, measures, reports. Ctrl-C ends the measured time; the result is
/// still printed.
final class BenchRun implements AutoCloseable {
    /// Longer than the clients wait for CONNACK, so that each of them has told its end.
    private static final Duration MORE_PATIENCE = Duration.ofSeconds(5);

    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final String kind;
    private final BenchOptions options;
    private final Terminal terminal;
    private final Counters counters = new Counters();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch reported = new CountDownLatch(1);
    private final LoadSettings settings;
    private final ClientThreads threads;
    private final Thread hook;
    private double measuredSeconds;

    BenchRun(String kind, BenchOptions options, Terminal terminal) {
        this.kind = kind;
        this.options = options;
        this.terminal = terminal;
        this.settings = new LoadSettings(options);
        this.threads = ClientThreads.start("hongyan-net", options.loops);
        this.hook = new Thread(this::interrupted, "hongyan-stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void interrupted() {
        stop.countDown();
        try {
            boolean _ = reported.await(FAREWELL.toMillis() * 2, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Counters counters() {
        return counters;
    }

    RateScheduler scheduler() {
        return new RateScheduler(terminal.nanoTime(), stop);
    }

    /// Ends the run early.
    void stop() {
        stop.countDown();
    }

    /// Connects the clients.
    ///
    /// @param subscriptions of each client, or empty when none subscribes
    LoadGenerator connect(
            List<ClientIdentity> identities,
            List<List<Subscription>> subscriptions,
            int window,
            LoadGenerator.Listener listener,
            boolean measureConnects) {
        LoadGenerator generator = new LoadGenerator(
                identities, subscriptions, window, settings, threads, counters, listener, terminal.nanoTime());
        if (measureConnects) {
            counters.startMeasuring();
        }
        Thread progress = Thread.ofPlatform().daemon().name("hongyan-progress").start(() -> follow(() -> false));
        long start = terminal.nanoTime().getAsLong();
        Duration patience = settings.connectTimeout().plus(MORE_PATIENCE);
        generator.connect(scheduler(), options.connectPeriodNanos(), measureConnects, stop, patience);
        progress.interrupt();
        measuredSeconds = (terminal.nanoTime().getAsLong() - start) / 1e9;
        counters.stopMeasuring();
        if (counters.connected.sum() == 0) {
            String why = counters.reasons().keySet().stream().findFirst().orElse("no answer");
            throw new Failure(Exit.UNREACHABLE, "no client could connect to " + settings.target() + ": " + why);
        }
        return generator;
    }

    /// Warms up, then measures until the time is over, or the run is stopped, or nothing is left to do.
    void measure(BooleanSupplier finished) {
        waitFor(options.warmup(), finished);
        counters.startMeasuring();
        long start = terminal.nanoTime().getAsLong();
        waitFor(options.duration(), finished);
        counters.stopMeasuring();
        measuredSeconds = (terminal.nanoTime().getAsLong() - start) / 1e9;
    }

    /// Keeps the connections for the measured time, without measuring.
    void hold() {
        waitFor(options.warmup().plus(options.duration()), () -> counters.connected.sum() == counters.lost.sum());
    }

    private void waitFor(Duration time, BooleanSupplier finished) {
        long deadline = terminal.nanoTime().getAsLong() + time.toNanos();
        follow(() -> finished.getAsBoolean() || terminal.nanoTime().getAsLong() >= deadline);
    }

    /// Prints a line each second until that is so, or the run is stopped.
    private void follow(BooleanSupplier over) {
        long next = terminal.nanoTime().getAsLong() + TimeUnit.SECONDS.toNanos(1);
        long sent = counters.sent.sum();
        long received = counters.received.sum();
        try {
            while (!over.getAsBoolean() && !stop.await(10, TimeUnit.MILLISECONDS)) {
                if (terminal.nanoTime().getAsLong() >= next) {
                    next += TimeUnit.SECONDS.toNanos(1);
                    progress(counters.sent.sum() - sent, counters.received.sum() - received);
                    sent = counters.sent.sum();
                    received = counters.received.sum();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void progress(long sent, long received) {
        if (options.quiet) {
            return;
        }
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT, "connected %d/%d", counters.connected.sum() - counters.lost.sum(), options.count));
        if (counters.failed.sum() + counters.lost.sum() > 0) {
            line.append(", failed ")
                    .append(counters.failed.sum())
                    .append(", lost ")
                    .append(counters.lost.sum());
        }
        if (kind.equals("pub")) {
            line.append(", sent ").append(sent).append("/s, waiting ");
            line.append(counters.sent.sum() - counters.done.sum() - counters.refused.sum());
        }
        if (kind.equals("sub")) {
            line.append(", received ").append(received).append("/s");
        }
        terminal.err().println(line);
    }

    /// Prints the result.
    ///
    /// @param what was measured, in words
    int report(String what, LoadGenerator generator) {
        generator.disconnect(FAREWELL);
        Result result = new Result(kind, settings.target(), what, generator.size(), measuredSeconds, counters);
        if (options.json) {
            terminal.printLine(result.json());
        } else {
            result.lines().forEach(terminal::printLine);
        }
        reported.countDown();
        return counters.failed.sum() + counters.lost.sum() > 0 ? Exit.LOST : Exit.OK;
    }

    @Override
    public void close() {
        reported.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // the process is ending
        }
        threads.close();
    }
}
