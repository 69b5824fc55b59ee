package io.hongyan.broker.session;

/// What an operator is told of a connection: how it began, and what went through.
///
/// Confined to the session's shard.
public final class ConnectionFacts {
    private final long openedAt;
    private final boolean cleanStart;
    private long messagesReceived;
    private long bytesReceived;
    private long messagesSent;
    private long bytesSent;

    ConnectionFacts(long openedAt, boolean cleanStart) {
        this.openedAt = openedAt;
        this.cleanStart = cleanStart;
    }

    /// A message of the client was accepted.
    void received(int payloadBytes) {
        messagesReceived++;
        bytesReceived += payloadBytes;
    }

    /// A message was sent to the client, perhaps again.
    void sent(int payloadBytes) {
        messagesSent++;
        bytesSent += payloadBytes;
    }

    /// When the client was let in, in wall milliseconds.
    public long openedAt() {
        return openedAt;
    }

    /// Whether the client wanted to begin anew.
    public boolean cleanStart() {
        return cleanStart;
    }

    public long messagesReceived() {
        return messagesReceived;
    }

    /// Of their payloads.
    public long bytesReceived() {
        return bytesReceived;
    }

    public long messagesSent() {
        return messagesSent;
    }

    /// Of their payloads.
    public long bytesSent() {
        return bytesSent;
    }
}
