package io.hongyan.openapi.answer;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// How often each code was answered since the start. Any thread.
public final class AnswerCounts {
    /// The code of what was done.
    public static final String DONE = "OK";

    private final ConcurrentHashMap<String, LongAdder> counts = new ConcurrentHashMap<>();

    /// @param code one of ours: there must be no end to what strangers send, but one to the codes
    public void count(String code) {
        counts.computeIfAbsent(code, _ -> new LongAdder()).increment();
    }

    /// By code.
    public Map<String, Long> all() {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((code, count) -> all.put(code, count.sum()));
        return all;
    }
}
