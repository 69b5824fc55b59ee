package io.hongyan.server.config;

import java.util.List;

/// How etcd is reached.
///
/// @param endpoints host and port of one or more members
/// @param user empty = etcd asks for no login
/// @param passwordFile with the password of the user in one line
/// @param ca PEM file of what signed the certificates of etcd; empty = connections without TLS
/// @param certificate PEM file for etcd that asks for certificates; empty = none
/// @param key of the certificate
public record EtcdConfig(
        List<String> endpoints, String user, String passwordFile, String ca, String certificate, String key) {
    public EtcdConfig {
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("endpoints is empty; name a member of etcd, as in 127.0.0.1:2379");
        }
        endpoints = List.copyOf(endpoints);
        endpoints.forEach(endpoint -> HostPort.check("endpoints", endpoint));
        ConfigChecks.together("user", user, "passwordFile", passwordFile);
        ConfigChecks.together("certificate", certificate, "key", key);
        if (!certificate.isEmpty() && ca.isEmpty()) {
            throw new IllegalArgumentException(
                    "certificate is given without ca, so that there is no TLS; name the PEM file of what signed the"
                            + " certificates of etcd in ca");
        }
    }

    public static EtcdConfig defaults() {
        return new EtcdConfig(List.of("127.0.0.1:2379"), "", "", "", "", "");
    }
}
