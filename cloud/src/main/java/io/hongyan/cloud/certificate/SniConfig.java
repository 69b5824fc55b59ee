package io.hongyan.cloud.certificate;

import io.hongyan.cloud.certificate.CertificateRefusal.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Which uploaded certificate a client is shown, by the host name that it asks for.
///
/// @param usual for names that are not here; [#OF_LISTENER] = what the listener has by itself
/// @param byHost certificates by host name; `*.example.com` stands for one label
public record SniConfig(String usual, Map<String, String> byHost) {
    /// The name that stands for the certificate in the configuration of the listener.
    public static final String OF_LISTENER = "default";

    /// What an instance has that never set one.
    static final SniConfig NONE = new SniConfig(OF_LISTENER, Map.of());

    private static final int MOST_HOSTS = 100;
    private static final int LONGEST_HOST = 253;
    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern HOST = Pattern.compile("(\\*\\.)?" + LABEL + "(\\." + LABEL + ")*");

    public SniConfig {
        byHost = Map.copyOf(byHost);
    }

    /// Reads `host#certificate#password;host#certificate#password`, as the cloud service has it. The password is not
    /// looked at: keys were not encrypted when they were uploaded.
    ///
    /// @throws CertificateRefusal when it cannot be read
    public static SniConfig read(String usual, String hosts) {
        Map<String, String> byHost = new LinkedHashMap<>();
        for (String each : hosts.split(";", -1)) {
            if (each.isBlank()) {
                continue;
            }
            String[] parts = each.split("#", -1);
            String host = parts[0].strip().toLowerCase(Locale.ROOT);
            if (parts.length < 2 || parts.length > 3 || parts[1].isBlank()) {
                throw new CertificateRefusal("each part of SniConfig is host#certificate#password, with ; between");
            }
            if (host.length() > LONGEST_HOST || !HOST.matcher(host).matches()) {
                throw new CertificateRefusal(
                        "SniConfig: " + host + " is no host name, such as mqtt.example.com" + " or *.example.com");
            }
            if (byHost.put(host, parts[1].strip()) != null) {
                throw new CertificateRefusal("SniConfig has the host name " + host + " twice");
            }
        }
        if (byHost.size() > MOST_HOSTS) {
            throw new CertificateRefusal(
                    Kind.FULL, "SniConfig has " + byHost.size() + " host names; the most is " + MOST_HOSTS);
        }
        return new SniConfig(usual, byHost);
    }

    /// The host names that a certificate is shown for.
    List<String> hosts(String certificate) {
        return byHost.entrySet().stream()
                .filter(each -> each.getValue().equals(certificate))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /// Whether a certificate is shown to anybody.
    boolean uses(String certificate) {
        return usual.equals(certificate) || byHost.containsValue(certificate);
    }
}
