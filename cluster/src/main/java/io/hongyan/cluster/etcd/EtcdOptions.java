package io.hongyan.cluster.etcd;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How etcd is reached.
///
/// @param endpoints host and port of one or more members, as `etcd1:2379`
/// @param prefix of all keys, `/` at both ends: the name space
/// @param login null when etcd asks for none
/// @param tls null for plain connections
/// @param timeoutMillis of each call, 100 to 60,000. Must be well below a lease's time to live
public record EtcdOptions(
        List<String> endpoints,
        String prefix,
        @Nullable Login login,
        @Nullable Tls tls,
        int timeoutMillis) {
    /// A time-out that lets a call be tried three times within a lease of 8 s.
    public static final int TIMEOUT_MILLIS = 1_500;

    public EtcdOptions {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("no endpoint of etcd");
        }
        for (String endpoint : endpoints) {
            if (!endpoint.matches("\\S+:\\d{1,5}")) {
                throw new IllegalArgumentException("'" + endpoint + "' is no endpoint: host:port, without http://");
            }
        }
        if (!prefix.startsWith("/") || !prefix.endsWith("/")) {
            throw new IllegalArgumentException("'" + prefix + "' is no prefix: it begins and ends with /");
        }
        if (timeoutMillis < 100 || timeoutMillis > 60_000) {
            throw new IllegalArgumentException("a time-out of " + timeoutMillis + " ms; it is 100 to 60,000");
        }
    }

    /// Plain connections without a login.
    public EtcdOptions(List<String> endpoints, String prefix) {
        this(endpoints, prefix, null, null, TIMEOUT_MILLIS);
    }

    /// A user of etcd. Its text does not show the password.
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return "Login[user=" + user + "]";
        }
    }

    /// PEM files.
    ///
    /// @param authority what signed the certificates of etcd
    /// @param certificate of this node and what signed it, null when etcd asks for none
    /// @param key of the certificate, PKCS#8, not encrypted; null as the certificate
    public record Tls(
            Path authority,
            @Nullable Path certificate,
            @Nullable Path key) {
        public Tls {
            if ((certificate == null) != (key == null)) {
                throw new IllegalArgumentException("a certificate needs its key, and a key its certificate");
            }
        }
    }
}
