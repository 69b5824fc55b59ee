package io.hongyan.broker.session.ack;

/// An acknowledgement that has its place among those of its connection, and may not be sent yet.
public interface PendingAck {
    /// Whether it may be sent.
    boolean ready();

    /// Whether it answers a QoS 1 message, which counts against the window of the client until then.
    boolean answersQos1();

    /// Sends it.
    void send(AckConnection to);
}
