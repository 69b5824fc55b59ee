package io.hongyan.codec;

/// The message that the server publishes when the connection ends without a normal DISCONNECT (chapter 3.1.2.5).
///
/// @param topic where it goes
/// @param payload owned by this value: nobody may change it
/// @param properties will delay, expiry, content properties; none before 5.0
public record Will(Topic topic, byte[] payload, QoS qos, boolean retain, Properties properties) {}
