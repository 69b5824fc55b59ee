package io.hongyan.conformance.rocketmq;

import io.hongyan.rocketmq.server.BusinessSystem.Consumed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Checks what a business system consumes of clients that publish the numbers from 0 on: each comes, for the first time
/// in its order, and what was published with QoS 2 has the same id each time.
final class ConsumedHistory {
    private static final int MOST_FAULTS = 20;
    private static final int REMEMBERED = 50_000;

    private final Map<String, Integer> next = new HashMap<>();
    private final Map<String, String> ids = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final List<String> faults = new ArrayList<>();
    private long doubled;

    synchronized void add(Consumed message) {
        String client = message.properties().get("clientId");
        int number = Integer.parseInt(message.text());
        int expected = next.getOrDefault(client, 0);
        if (number == expected) {
            next.put(client, number + 1);
        } else if (number < expected) {
            doubled++;
        } else {
            fault(client + " " + number + " came where " + expected + " was next");
            next.put(client, number + 1);
        }
        if ("2".equals(message.properties().get("qoslevel"))) {
            String before = ids.put(client + " " + number, message.id());
            if (before != null && !before.equals(message.id())) {
                fault(client + " " + number + " came as " + before + " and as " + message.id());
            }
        }
    }

    private void fault(String what) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(what);
        }
    }

    /// How many numbers of a client have come.
    synchronized int count(String client) {
        return next.getOrDefault(client, 0);
    }

    synchronized long doubled() {
        return doubled;
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }
}
