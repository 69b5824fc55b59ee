package io.hongyan.testkit.sim.model;

import static io.hongyan.testkit.sim.model.Publication.OPEN;

import io.hongyan.codec.QoS;
import io.hongyan.codec.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All publications of a run, and which of them are or may be retained.
public final class Publications {
    private final List<Publication> all = new ArrayList<>();
    private final Map<String, Map<Topic, List<Publication>>> retained = new HashMap<>();
    private final Map<String, Long> deleted = new HashMap<>();

    Publication create(Publication.Kind kind, ClientKey publisher, Publication.Content content) {
        Publication publication = new Publication(all.size(), kind, publisher, content);
        all.add(publication);
        return publication;
    }

    /// The number that the next one will have, for its payload.
    int nextId() {
        return all.size();
    }

    List<Publication> all() {
        return all;
    }

    /// The payload of a publication of that number.
    public static byte[] payload(int id, int size) {
        byte[] payload = new byte[Math.max(size, 8)];
        byte[] text = ("m" + id + " ").getBytes(StandardCharsets.US_ASCII);
        Arrays.fill(payload, (byte) '.');
        System.arraycopy(text, 0, payload, 0, text.length);
        return payload;
    }

    /// The publication that a payload belongs to, or null.
    @Nullable
    Publication of(byte[] payload) {
        int id = 0;
        for (int i = 1; i < payload.length && payload[i] != ' '; i++) {
            int digit = payload[i] - '0';
            if (digit < 0 || digit > 9 || i > 8) {
                return null;
            }
            id = id * 10 + digit;
        }
        return payload.length < 3 || payload[0] != 'm' || id >= all.size() ? null : all.get(id);
    }

    /// It may become the retained message of its topic.
    void mayRetain(Publication publication) {
        if (publication.content().retain()) {
            retained.computeIfAbsent(publication.instance(), _ -> new TreeMap<>())
                    .computeIfAbsent(publication.topic(), _ -> new ArrayList<>())
                    .add(publication);
        }
    }

    /// All messages retained before that stamp are gone.
    void deleted(String instance, long stamp) {
        deleted.put(instance, stamp);
    }

    /// Retained messages end with the broker.
    void forgetRetained(long stamp) {
        retained.keySet().forEach(instance -> deleted.put(instance, stamp));
    }

    /// What a crash may undo: messages of QoS 0, wills and messages of the server, which are not acknowledged.
    void crashed() {
        for (Publication p : all) {
            boolean acknowledged = p.kind() == Publication.Kind.CLIENT && p.qos() != QoS.AT_MOST_ONCE;
            if (!acknowledged && p.isAccepted()) {
                p.outcome = Publication.Outcome.UNKNOWN;
            }
        }
    }

    /// Whether it may have been the retained message of its topic at some time since that stamp.
    boolean mayBeRetained(Publication publication, long since) {
        if (!publication.content().retain() || publication.isEmpty() || publication.began == OPEN) {
            return false;
        }
        if (Math.max(publication.began, publication.sentAgain) < deleted.getOrDefault(publication.instance(), 0L)) {
            return deleted.getOrDefault(publication.instance(), 0L) > since;
        }
        for (Publication later : history(publication)) {
            if (later != publication
                    && later.isAccepted()
                    && later.began >= publication.ended()
                    && later.ended() < since) {
                return false;
            }
        }
        return true;
    }

    /// The message that was retained for certain since that stamp, or null.
    @Nullable
    Publication certainlyRetained(String instance, Topic topic, long since) {
        List<Publication> history = retained.getOrDefault(instance, Map.of()).getOrDefault(topic, List.of());
        Publication newest = null;
        for (Publication publication : history) {
            boolean sure = publication.isAccepted() && publication.ended() < since;
            if (sure && (newest == null || publication.began >= newest.ended())) {
                newest = publication;
            }
        }
        if (newest == null || newest.isEmpty() || newest.began < deleted.getOrDefault(instance, 0L)) {
            return null;
        }
        for (Publication other : history) {
            boolean before = other.ended() <= newest.began;
            if (other != newest && !before && other.outcome != Publication.Outcome.REFUSED) {
                return null;
            }
        }
        return newest;
    }

    /// The topics of an instance that something was retained on.
    Iterable<Topic> retainedTopics(String instance) {
        return retained.getOrDefault(instance, Map.of()).keySet();
    }

    private List<Publication> history(Publication publication) {
        return retained.getOrDefault(publication.instance(), Map.of()).getOrDefault(publication.topic(), List.of());
    }
}
