package io.hongyan.server.event;

/// The events that are counted by reason.
public enum EventCounter {
    CONNECTS("connects", "version", "Connections accepted."),
    DISCONNECTS("disconnects", "reason", "Accepted connections that ended."),
    CONNECT_REFUSED("connect_refused", "reason", "Connections refused."),
    PUBLISH_REFUSED("publish_refused", "reason", "Publishes refused."),
    SUBSCRIBE_REFUSED("subscribe_refused", "reason", "Topic filters refused."),
    WILLS_DROPPED("wills_dropped", "reason", "Wills that the rules would not publish; their clients were let in."),
    MESSAGES_DROPPED("messages_dropped", "reason", "Accepted messages that did not reach one receiver."),
    LISTENER_TROUBLES("listener_troubles", "listener", "Failed accepts and handshakes."),
    PROBES("probes", "listener", "Connections that ended without a byte of MQTT: health checks.");

    private final String metric;
    private final String label;
    private final String help;

    EventCounter(String metric, String label, String help) {
        this.metric = metric;
        this.label = label;
        this.help = help;
    }

    /// Its name in metrics, with neither prefix nor suffix.
    public String metric() {
        return metric;
    }

    /// The name of the label that tells the reasons apart.
    public String label() {
        return label;
    }

    public String help() {
        return help;
    }
}
