package io.hongyan.conformance;

import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;

/// Two clients that talk to each other at every QoS, whatever others do to the broker.
final class HealthyPair implements AutoCloseable {
    private final RawClient publisher;
    private final RawClient subscriber;
    private final QoS highest;
    private int round;

    HealthyPair(Stage stage, QoS highest) {
        this.highest = highest;
        publisher = new RawClient(stage.broker().port()).connect(Connecting.as(Version.MQTT_5, "healthy-publisher"));
        publisher.expectAccepted();
        subscriber =
                new RawClient(stage.broker().port()).connect(Connecting.as(Version.MQTT_3_1_1, "healthy-subscriber"));
        subscriber.expectAccepted();
        subscriber.subscribe(highest, "healthy/+");
    }

    void assertAlive() {
        round++;
        String text = "round " + round;
        publisher.publish("healthy/a", text);
        subscriber.expectMessage("healthy/a", text);
        publisher.publish("healthy/b", text, QoS.AT_LEAST_ONCE, 1);
        publisher.expect(Received.PUBACK);
        subscriber.pubAck(subscriber.expectMessage("healthy/b", text).packetId());
        if (highest == QoS.AT_LEAST_ONCE) {
            return;
        }
        publisher.publish("healthy/c", text, QoS.EXACTLY_ONCE, 2);
        publisher.expect(Received.PUBREC);
        publisher.pubRel(2).expect(Received.PUBCOMP);
        int id = subscriber.expectMessage("healthy/c", text).packetId();
        subscriber.pubRec(id).expect(Received.PUBREL);
        subscriber.pubComp(id);
    }

    @Override
    public void close() {
        publisher.close();
        subscriber.close();
    }
}
