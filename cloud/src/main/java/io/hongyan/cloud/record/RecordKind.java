package io.hongyan.cloud.record;

/// What rows are about that services keep in memory, or react to when they change.
public enum RecordKind {
    /// Identities, permissions and the blacklist of custom authentication: instance, type and name.
    CUSTOM("custom"),
    /// Credentials of devices: instance, type and client id.
    DEVICE("device"),
    /// Registered CAs and certificates of devices: instance, and the serial number of a device's, empty for a CA.
    CERTIFICATE("certificate"),
    /// Certificates that listeners show: instance.
    LISTENER("listener"),
    /// Accounts of the console: name.
    ACCOUNT("account"),
    /// Alarms and their receivers: nothing.
    ALARM("alarm"),
    /// No rows: clients whose connection an operator ends. Instance, client id, why.
    KICK("kick");

    private final String word;

    RecordKind(String word) {
        this.word = word;
    }

    /// As it stands where services tell each other; never changes.
    public String word() {
        return word;
    }
}
