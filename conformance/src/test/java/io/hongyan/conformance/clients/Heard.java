package io.hongyan.conformance.clients;

/// A message as a client's callback got it.
record Heard(String topic, String payload, int qos) {}
