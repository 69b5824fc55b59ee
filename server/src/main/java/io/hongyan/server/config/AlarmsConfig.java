package io.hongyan.server.config;

/// How alarms reach people. The alarms themselves, and whom they are told, the administration knows.
public record AlarmsConfig(MailConfig mail) {
    public static AlarmsConfig defaults() {
        return new AlarmsConfig(MailConfig.defaults());
    }
}
