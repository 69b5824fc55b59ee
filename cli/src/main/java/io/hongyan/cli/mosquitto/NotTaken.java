package io.hongyan.cli.mosquitto;

import java.util.Map;
import java.util.Set;

/// What Hongyan has no place for, and what to do about it.
final class NotTaken {
    private static final String NO_NEED = "not needed here";
    private static final String BRIDGE =
            "there are no bridges; a mosquitto that keeps its bridge can connect to" + " Hongyan as a client";
    private static final String CERTIFICATE_LOGIN =
            "SECURITY: clients cannot log in by certificate; they need a user" + " name and a password";
    private static final String PSK =
            "SECURITY: Java has no TLS with a pre-shared key; give the listener a certificate";
    private static final String PLUGIN = "SECURITY: plugins of mosquitto do not run here; users and rights that one"
            + " decided on go into auth.passwordFile and auth.aclFile";
    private static final String SYSTEM = "the service manager does that";
    private static final String OF_JAVA = "SECURITY: Java and the client agree on TLS 1.3 or 1.2 and a cipher suite";

    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("acl_file", "one file of rights holds for all listeners; this is another one"),
            Map.entry("password_file", "one file of users holds for all listeners; this is another one"),
            Map.entry("autosave_interval", "what was acknowledged is on disk at once"),
            Map.entry("autosave_on_changes", "what was acknowledged is on disk at once"),
            Map.entry("persistence_file", "the data folder has files of its own; mosquitto's cannot be read"),
            Map.entry("persistence_location", "the data folder is that of the option --to; see 'data'"),
            Map.entry("auth_plugin", PLUGIN),
            Map.entry("plugin", PLUGIN),
            Map.entry("auto_id_prefix", "ids for clients without one are made here, too"),
            Map.entry("bind_interface", "write the address of the interface into listeners.NAME.bind"),
            Map.entry("capath", "write the authorities into one PEM file: listeners.NAME.tls.clientCa"),
            Map.entry("check_retain_source", "retained messages stay when the rights of their publisher end"),
            Map.entry("ciphers", OF_JAVA),
            Map.entry("ciphers_tls1.3", OF_JAVA),
            Map.entry(
                    "clientid_prefixes",
                    "SECURITY: client ids are not limited; patterns with %c in the file of rights"
                            + " can tie topics to them"),
            Map.entry("connection_messages", "the log names connections with log.connects"),
            Map.entry("crlfile", "SECURITY: revocation lists are not read; use short-lived certificates"),
            Map.entry("dhparamfile", OF_JAVA),
            Map.entry("http_dir", "no files are served"),
            Map.entry("keyform", "a key is a PEM file"),
            Map.entry("log_dest", "the log goes to standard error"),
            Map.entry("log_facility", "the log goes to standard error"),
            Map.entry("log_timestamp", NO_NEED),
            Map.entry("log_timestamp_format", NO_NEED),
            Map.entry("log_type", "the log has a level: log.level"),
            Map.entry("max_queued_bytes", "broker.session.maxQueuedBytes limits it, 64KiB or more"),
            Map.entry(
                    "max_connections",
                    "SECURITY: no listener has a limit of its own; broker.flood.maxConnections limits all together"),
            Map.entry("max_topic_alias", "broker.protocol.topicAliasMaximum limits it"),
            Map.entry("memory_limit", "broker.memory limits messages in memory"),
            Map.entry(
                    "message_size_limit",
                    "broker.protocol.maxPacketBytes limits whole packets; set it with room for" + " the topic"),
            Map.entry("pid_file", SYSTEM),
            Map.entry("psk_file", PSK),
            Map.entry("psk_hint", PSK),
            Map.entry("queue_qos0_messages", "QoS 0 messages are not kept for absent clients"),
            Map.entry("set_tcp_nodelay", NO_NEED),
            Map.entry("socket_domain", "write an address of that family into listeners.NAME.bind"),
            Map.entry("sys_interval", "broker.sysInterval has the interval of $SYS"),
            Map.entry("tls_engine", OF_JAVA),
            Map.entry("tls_version", OF_JAVA),
            Map.entry("use_identity_as_username", CERTIFICATE_LOGIN),
            Map.entry("use_subject_as_username", CERTIFICATE_LOGIN),
            Map.entry(
                    "use_username_as_clientid",
                    "SECURITY: client ids are not tied to user names; patterns with %u in" + " the file of rights are"),
            Map.entry("user", SYSTEM),
            Map.entry("websockets_headers_size", NO_NEED),
            Map.entry("websockets_log_level", NO_NEED));

    /// What mosquitto takes for a bridge; all else holds for the broker, wherever it stands.
    private static final Set<String> OF_BRIDGES = Set.of(
            "connection",
            "address",
            "addresses",
            "topic",
            "cleansession",
            "local_cleansession",
            "clientid",
            "local_clientid",
            "local_password",
            "local_username",
            "remote_clientid",
            "remote_password",
            "remote_username",
            "password",
            "username",
            "idle_timeout",
            "keepalive_interval",
            "notifications",
            "notifications_local_only",
            "notification_topic",
            "restart_timeout",
            "round_robin",
            "start_type",
            "threshold",
            "try_private");

    private NotTaken() {}

    static boolean isOfBridge(String name) {
        return name.startsWith("bridge_") || OF_BRIDGES.contains(name);
    }

    /// A line of the list.
    static String line(Directive directive) {
        return line(directive, REASONS.getOrDefault(directive.name(), "Hongyan has nothing like it"));
    }

    static String line(Directive directive, String reason) {
        return directive.at() + ": " + shown(directive.name()) + ": " + reason;
    }

    /// A line of another kind of file may begin with what nobody shall read, such as the hash of a password.
    private static String shown(String name) {
        return name.matches("[\\w.-]{1,40}") ? name : "(no directive)";
    }

    /// A directive of a bridge.
    static String bridge(Directive directive) {
        return line(directive, BRIDGE);
    }
}
