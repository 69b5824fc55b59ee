package io.hongyan.server.alarm;

/// Whether an alarm has something to tell.
public enum AlarmState {
    OK,
    FIRING,
    /// There is nothing measured that says so or otherwise.
    UNKNOWN
}
