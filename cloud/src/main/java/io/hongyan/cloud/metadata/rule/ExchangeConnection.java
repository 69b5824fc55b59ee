package io.hongyan.cloud.metadata.rule;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A connection to another system, for any number of rules of any instance.
///
/// @param name 3 to 64 letters, digits, `-`, `_`, at least one letter or digit
/// @param kind which plug-in serves it: 1 to 32 lower-case letters, digits and `-`; [#ROCKETMQ] and [#ROCKETMQ_GRPC]
///        are those of Apache RocketMQ
/// @param addresses 1 to 16 of `host:port`: name servers, or for [#ROCKETMQ_GRPC] proxies
/// @param accessKey at most 256 visible characters of ASCII; empty for none, and then the secret is empty, too
/// @param secretKey likewise; never shown
/// @param tls whether the other system is spoken to by TLS
/// @param namespace at most 64 letters, digits, `-`, `_`, `%`; empty for none
public record ExchangeConnection(
        String name,
        String kind,
        List<String> addresses,
        String accessKey,
        String secretKey,
        boolean tls,
        String namespace) {
    /// Apache RocketMQ 4.9 and 5 by its remoting protocol, found by name servers.
    public static final String ROCKETMQ = "rocketmq";
    /// Apache RocketMQ 5 by gRPC, through its proxies.
    public static final String ROCKETMQ_GRPC = "rocketmq-grpc";

    private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final Pattern ADDRESS =
            Pattern.compile("(?:[A-Za-z0-9._-]{1,255}|\\[[0-9a-fA-F:.%]{2,64}]):(\\d{1,5})");
    private static final int MOST_ADDRESSES = 16;
    private static final int LONGEST_KEY = 256;
    private static final int LONGEST_NAMESPACE = 64;
    private static final int LARGEST_PORT = 0xffff;

    public ExchangeConnection {
        RuleText.id("the name of a connection", name);
        if (!KIND.matcher(kind).matches()) {
            throw new IllegalArgumentException("the kind of a connection is like " + ROCKETMQ + " or " + ROCKETMQ_GRPC
                    + ", not " + RuleText.abridged(kind));
        }
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty() || addresses.size() > MOST_ADDRESSES) {
            throw new IllegalArgumentException("connection " + name + " has 1 to " + MOST_ADDRESSES
                    + " addresses (host:port), not " + addresses.size());
        }
        addresses.forEach(ExchangeConnection::address);
        RuleText.text("an AccessKey", accessKey, 0, LONGEST_KEY, RuleText::visible, "visible characters of ASCII");
        RuleText.secret("the SecretKey of connection " + name, secretKey, LONGEST_KEY);
        if (accessKey.isEmpty() != secretKey.isEmpty()) {
            throw new IllegalArgumentException("connection " + name + " has an AccessKey and a SecretKey, or neither; "
                    + (accessKey.isEmpty() ? "the AccessKey" : "the SecretKey") + " is missing");
        }
        RuleText.text(
                "a namespace",
                namespace,
                0,
                LONGEST_NAMESPACE,
                c -> RuleText.plain(c) || c == '%',
                "letters, digits, -, _ and %");
    }

    private static void address(String address) {
        Matcher matcher = ADDRESS.matcher(address);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "an address is host:port, such as 10.0.0.5:9876 or [::1]:9876, not " + RuleText.abridged(address));
        }
        int port = Integer.parseInt(matcher.group(1));
        if (port < 1 || port > LARGEST_PORT) {
            throw new IllegalArgumentException("the port of an address is 1 to " + LARGEST_PORT + ", not " + address);
        }
    }

    /// Refuses a rule whose topic or consumer group cannot be there.
    ///
    /// @throws IllegalArgumentException naming it and what is possible
    public void check(Rule rule) {
        if (kind.equals(ROCKETMQ) || kind.equals(ROCKETMQ_GRPC)) {
            RocketMqNames.check(rule);
        }
    }

    /// Whether both lead to one place: they share an address and a namespace. Connections to one RocketMQ by name
    /// server and by proxy cannot be told to do so.
    public boolean meets(ExchangeConnection other) {
        return namespace.equals(other.namespace) && addresses.stream().anyMatch(other.addresses::contains);
    }

    @Override
    public String toString() {
        return "ExchangeConnection[" + name + ", " + kind + " at " + String.join(",", addresses) + "]";
    }
}
