package io.hongyan.testkit.sim.world;

/// How the simulated disk behaves.
///
/// @param idleMicros the longest time that writes nobody waits for are collected
/// @param syncMicros the longest time that a write with its sync takes
/// @param readMicros the longest time until a page has been read
/// @param congestedBytes bytes of messages that wait for the disk before it counts as congested
public record DiskTiming(int idleMicros, int syncMicros, int readMicros, long congestedBytes) {}
