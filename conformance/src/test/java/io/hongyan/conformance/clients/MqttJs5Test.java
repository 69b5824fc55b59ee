package io.hongyan.conformance.clients;

/// Goal: pages and Node programs with MQTT.js and MQTT 5 need no change.
class MqttJs5Test extends MqttJsContract {
    @Override
    int version() {
        return 5;
    }
}
