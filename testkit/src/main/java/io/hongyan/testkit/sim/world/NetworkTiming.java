package io.hongyan.testkit.sim.world;

/// How the simulated network behaves.
///
/// @param delayMicros the longest way of one frame in one direction
/// @param windowBytes what may be on its way to a client that has not read it; the rest waits in the broker
/// @param highWaterBytes what waits in the broker for one client before it counts as slow
public record NetworkTiming(int delayMicros, int windowBytes, int highWaterBytes) {}
