package io.hongyan.broker.event;

/// Sees what clients send and get, packet by packet. Called on any shard; must not block or throw.
@FunctionalInterface
public interface PacketWatch {
    void on(PacketEvent event);
}
