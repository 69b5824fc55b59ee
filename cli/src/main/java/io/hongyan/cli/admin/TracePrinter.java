package io.hongyan.cli.admin;

import io.hongyan.cli.terminal.Terminal;
import io.hongyan.server.log.LogEscaper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.json.JsonMapper;

/// Prints the lines of a live trace as they come: events to standard output, what is about the trace itself for people.
final class TracePrinter {
    private static final int EVENT_WIDTH = 18;
    private static final Set<String> QUOTED = Set.of("client", "topic", "filter", "user");

    private final Terminal terminal;
    private final boolean json;
    private final AtomicLong shown = new AtomicLong();
    private volatile long dropped;
    private volatile boolean ended;

    TracePrinter(Terminal terminal, boolean json) {
        this.terminal = terminal;
        this.json = json;
    }

    /// @param fields of one line
    void take(Map<String, Object> fields) {
        switch (text(fields, "event")) {
            case "trace-began" -> tell("the trace begins; Ctrl-C ends it");
            case "trace-goes-on" -> {
                long before = dropped;
                dropped = number(fields, "dropped");
                if (dropped > before) {
                    tell(dropped - before + " events were dropped: this side reads too slowly");
                }
            }
            case "trace-ended" -> {
                ended = true;
                dropped = number(fields, "dropped");
                tell(numbers() + ": " + text(fields, "why"));
            }
            default -> {
                terminal.printLine(json ? JsonMapper.shared().writeValueAsString(fields) : line(fields));
                shown.incrementAndGet();
            }
        }
    }

    /// Ctrl-C, or SIGTERM.
    void interrupted() {
        if (!ended) {
            tell(numbers());
        }
    }

    /// Whether the service has said that the trace is over.
    boolean ended() {
        return ended;
    }

    private String numbers() {
        long events = shown.get();
        return events + (events == 1 ? " event" : " events") + " shown, " + dropped
                + " dropped because this side reads too slowly";
    }

    private void tell(String text) {
        terminal.err().println(text);
    }

    /// `2026-11-29T15:04:05.678Z published          client "robot" address 192.0.2.7:50123 topic "a/b" qos 1 ...`
    static String line(Map<String, Object> fields) {
        List<String> words = new ArrayList<>();
        words.add(text(fields, "at"));
        String event = text(fields, "event");
        words.add(event + " ".repeat(Math.max(0, EVENT_WIDTH - event.length())));
        fields.forEach((name, value) -> {
            switch (name) {
                case "at", "event", "instance", "why", "code" -> {}
                case "packetId" -> words.add("id " + value);
                case "bytes" -> words.add(value + " bytes");
                case "retain", "dup" -> words.add(name);
                case "reason" -> words.add("reason " + LogEscaper.plain(String.valueOf(value)) + code(fields));
                default ->
                    words.add(name + " "
                            + (QUOTED.contains(name)
                                    ? LogEscaper.quoted(String.valueOf(value))
                                    : LogEscaper.plain(String.valueOf(value))));
            }
        });
        String why = text(fields, "why");
        return String.join(" ", words).stripTrailing() + (why.isEmpty() ? "" : ": " + LogEscaper.plain(why));
    }

    private static String code(Map<String, Object> fields) {
        return fields.get("code") instanceof Number code ? String.format(" (0x%02x)", code.intValue()) : "";
    }

    private static String text(Map<String, Object> fields, String name) {
        Object value = fields.get(name);
        return value == null ? "" : value.toString();
    }

    private static long number(Map<String, Object> fields, String name) {
        return fields.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
