package io.hongyan.testkit.sim.model;

import io.hongyan.codec.QoS;
import io.hongyan.codec.topic.Topic;
import org.jspecify.annotations.Nullable;

/// One published message, and what is known of its outcome. Points in time are stamps: numbers that order
/// everything that happened.
public final class Publication {
    /// The stamp of what has not happened.
    static final long OPEN = Long.MAX_VALUE;

    /// Who published it.
    enum Kind {
        CLIENT,
        WILL,
        SERVER
    }

    /// What the broker has said about it.
    enum Outcome {
        /// Nothing, or nothing that says whether it was taken.
        UNKNOWN,
        /// It was accepted: each subscriber must get it.
        ACCEPTED,
        /// It was refused: nobody may get it.
        REFUSED
    }

    private final int id;
    private final Kind kind;
    private final ClientKey publisher;
    private final Content content;

    /// When the broker may have it first.
    long began = OPEN;

    long beganMicros = OPEN;

    /// When it was sent last.
    long sentAgain;

    /// When the broker has certainly processed it.
    private long ended = OPEN;

    private long endedMicros = OPEN;
    Outcome outcome = Outcome.UNKNOWN;

    /// How often the broker may take it for a new message.
    int copies;

    /// How often it was sent.
    int sends;

    /// It may have been refused, and was sent again by a client that had not heard of that: it has lost its place.
    boolean late;

    /// The last connection that it was sent on.
    @Nullable
    ConnectionRecord last;

    /// Whether a direct message waits for a receiver that is away.
    boolean kept = true;

    /// The content of a message.
    ///
    /// @param expirySeconds -1 for none
    /// @param label a user property that must come through; null for none
    public record Content(
            Topic topic,
            QoS qos,
            boolean retain,
            int expirySeconds,
            byte[] payload,
            @Nullable String label) {}

    Publication(int id, Kind kind, ClientKey publisher, Content content) {
        this.id = id;
        this.kind = kind;
        this.publisher = publisher;
        this.content = content;
    }

    /// Its number, which is also in the payload.
    public int id() {
        return id;
    }

    Kind kind() {
        return kind;
    }

    ClientKey publisher() {
        return publisher;
    }

    String instance() {
        return publisher.instance();
    }

    /// Its content.
    public Content content() {
        return content;
    }

    Topic topic() {
        return content.topic();
    }

    QoS qos() {
        return content.qos();
    }

    boolean isEmpty() {
        return content.payload().length == 0;
    }

    void end(long stamp, long micros) {
        ended = stamp;
        endedMicros = micros;
    }

    void reopen() {
        ended = OPEN;
        endedMicros = OPEN;
    }

    /// The stamp from which on the broker does not take it any more.
    long ended() {
        return ended == OPEN && last != null ? last.ended : ended;
    }

    /// The time of [#ended()], in microseconds.
    long endedMicros() {
        return ended == OPEN && last != null ? last.endedMicros : endedMicros;
    }

    boolean isAccepted() {
        return outcome == Outcome.ACCEPTED;
    }

    @Override
    public String toString() {
        return "m" + id + " (" + kind + " of " + publisher + " on " + topic() + ", QoS "
                + qos().level() + (content.retain() ? ", retained" : "")
                + (content.expirySeconds() < 0 ? "" : ", expiry " + content.expirySeconds()) + ", " + outcome
                + (copies > 1 ? ", sent " + copies + " times" : "") + ")";
    }
}
