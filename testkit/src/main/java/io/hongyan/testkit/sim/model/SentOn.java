package io.hongyan.testkit.sim.model;

import io.hongyan.broker.message.Message;
import io.hongyan.codec.QoS;
import io.hongyan.codec.topic.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Checks the queue of a rule on disk: it has what was acknowledged, no more often than it was published, and what one
/// client published in its order.
public final class SentOn {
    private final Publications publications;
    private final Faults faults;

    SentOn(Publications publications, Faults faults) {
        this.publications = publications;
        this.faults = faults;
    }

    /// @param rule which topics it takes
    /// @param queue in its order
    public void check(Predicate<Topic> rule, List<Message> queue) {
        Map<Publication, Integer> counts = new HashMap<>();
        Map<ClientKey, Publication> newest = new HashMap<>();
        for (Message message : queue) {
            Publication p = publications.of(message.payload());
            if (p == null) {
                continue; // an empty one, which deletes a retained message
            }
            if (!rule.test(p.topic()) || p.kind() == Publication.Kind.SERVER || p.qos() == QoS.AT_MOST_ONCE) {
                faults.add("the rule has " + p + ", which is not for it");
            }
            if (counts.merge(p, 1, Integer::sum) == 1 && p.isAccepted() && isOrdered(p)) {
                Publication before = newest.put(p.publisher(), p);
                if (before != null && before.id() > p.id()) {
                    faults.add("the rule has " + p + " behind " + before);
                }
            }
        }
        for (Publication p : publications.all()) {
            if (isOwed(p) && rule.test(p.topic())) {
                int count = counts.getOrDefault(p, 0);
                if (count == 0) {
                    faults.add("the rule has lost " + p);
                } else if (count > Math.max(1, p.copies)) {
                    faults.add("the rule has " + p + " " + count + " times");
                }
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
