package io.hongyan.broker.store;

import io.hongyan.broker.message.Message;
import io.hongyan.codec.QoS;

/// One message in the inbox of a persistent session.
///
/// @param sequence rises within a session; the order of delivery
/// @param qos of the delivery: 1 or 2
/// @param retain the flag that the receiver sees
/// @param subscriptionIds shared; nobody may change it
/// @param packetId 0 = not sent yet
/// @param released QoS 2: PUBREC came, PUBREL is out
public record StoredMessage(
        long sequence,
        Message message,
        QoS qos,
        boolean retain,
        int[] subscriptionIds,
        int packetId,
        boolean released) {}
