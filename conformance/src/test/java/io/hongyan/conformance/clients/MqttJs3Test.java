package io.hongyan.conformance.clients;

/// Goal: pages and Node programs with MQTT.js and MQTT 3.1.1 need no change.
class MqttJs3Test extends MqttJsContract {
    @Override
    int version() {
        return 4;
    }
}
