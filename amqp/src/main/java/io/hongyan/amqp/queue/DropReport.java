package io.hongyan.amqp.queue;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Tells the log which messages a queue has dropped or given up, at most one line each 10 seconds. Confined to the loop
/// of the queue.
final class DropReport {
    private static final System.Logger LOG = System.getLogger(DropReport.class.getName());
    private static final long INTERVAL_MILLIS = 10_000;

    private final String name;
    private final QueueFigures figures;
    private final Map<DropCause, Long> told = new EnumMap<>(DropCause.class);
    private long deadLetters;
    private long deadLettersDropped;
    private String lastDead = "";
    private long notBefore = Long.MIN_VALUE;

    /// @param name of the queue, with its instance
    DropReport(String name, QueueFigures figures) {
        this.name = name;
        this.figures = figures;
    }

    /// A message was given up.
    void dead(Delivery delivery) {
        lastDead = delivery.entry().label().id() + " of topic "
                + delivery.entry().message().topic() + ", rejected " + delivery.attempts() + " times";
    }

    /// A second has passed.
    ///
    /// @param now steady milliseconds
    void tick(long now) {
        if (now < notBefore) {
            return;
        }
        List<String> parts = new ArrayList<>();
        for (DropCause cause : DropCause.values()) {
            long sum = figures.dropped(cause);
            Long before = told.put(cause, sum);
            long since = sum - (before == null ? 0 : before);
            if (since > 0 && cause != DropCause.EXPIRED) { // its publisher wanted it so
                parts.add(since + " dropped: " + cause.name().toLowerCase(Locale.ROOT));
            }
        }
        long dead = figures.deadLettered.sum();
        if (dead > deadLetters) {
            parts.add((dead - deadLetters) + " given up and kept as dead letters, the last one is " + lastDead);
            deadLetters = dead;
        }
        long gaveWay = figures.deadLettersDropped.sum();
        if (gaveWay > deadLettersDropped) {
            parts.add((gaveWay - deadLettersDropped) + " old dead letters dropped for younger ones");
            deadLettersDropped = gaveWay;
        }
        if (!parts.isEmpty()) {
            notBefore = now + INTERVAL_MILLIS;
            LOG.log(Level.WARNING, "messages of queue {0}: {1}", name, String.join("; ", parts));
        }
    }
}
