package io.hongyan.testkit.sim.model;

import io.hongyan.broker.message.Message;
import io.hongyan.codec.QoS;
import io.hongyan.codec.topic.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Checks what has entered the queue of a rule: it is what was acknowledged, no more often than it was published, and
/// what one client published in its order; nothing that was refused, or is not for it.
public final class SentOn {
    private final Publications publications;
    private final Faults faults;

    SentOn(Publications publications, Faults faults) {
        this.publications = publications;
        this.faults = faults;
    }

    /// @param rule its name, for faults
    /// @param topics which it takes
    /// @param storesQos0 whether the queue has messages of QoS 0
    /// @param queue in its order, also what was settled
    public void check(String rule, Predicate<Topic> topics, boolean storesQos0, List<Message> queue) {
        Map<Publication, Integer> counts = new HashMap<>();
        Map<ClientKey, Publication> newest = new HashMap<>();
        for (Message message : queue) {
            Publication p = publications.of(message.payload());
            if (p == null) {
                continue; // an empty one, which deletes a retained message
            }
            boolean passing = p.qos() == QoS.AT_MOST_ONCE;
            if (!topics.test(p.topic()) || p.kind() == Publication.Kind.SERVER || (passing && !storesQos0)) {
                faults.add("rule " + rule + " has " + p + ", which is not for it");
            }
            if (p.outcome == Publication.Outcome.REFUSED) {
                faults.add("rule " + rule + " has " + p + ", which was refused");
            }
            int count = counts.merge(p, 1, Integer::sum);
            if (count > Math.max(1, p.copies)) {
                faults.add("rule " + rule + " has " + p + " " + count + " times");
            }
            if (count == 1 && !passing && p.isAccepted() && isOrdered(p)) {
                Publication before = newest.put(p.publisher(), p);
                if (before != null && before.id() > p.id()) {
                    faults.add("rule " + rule + " has " + p + " behind " + before);
                }
            }
        }
        for (Publication p : publications.all()) {
            if (isOwed(p) && topics.test(p.topic()) && !counts.containsKey(p)) {
                faults.add("rule " + rule + " has lost " + p);
            }
        }
    }

    private static boolean isOwed(Publication p) {
        return p.kind() == Publication.Kind.CLIENT && p.qos() != QoS.AT_MOST_ONCE && p.isAccepted() && !p.isEmpty();
    }

    /// What was sent again after a refusal has lost its place.
    private static boolean isOrdered(Publication p) {
        return p.kind() == Publication.Kind.CLIENT && !p.late;
    }
}
