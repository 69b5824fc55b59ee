package io.hongyan.testkit.sim.world;

/// How the loops of a simulated broker take turns.
///
/// @param wakeMicros the longest time from the first task until a loop that slept takes its turn
/// @param turnMicros the longest turn
/// @param mostTasks tasks and reads of one turn at most
/// @param readsFirst how often, of a hundred, what arrived is read before the next task
public record LoopTiming(int wakeMicros, int turnMicros, int mostTasks, int readsFirst) {}
