package io.hongyan.transport;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Addresses as people write them: IPv6 in the short form of RFC 5952, in brackets where a port follows.
public final class AddressText {
    private AddressText() {}

    /// `192.0.2.1:1883`, `[2001:db8::1]:1883`, or the name of an address that is not known.
    public static String of(InetSocketAddress address) {
        InetAddress known = address.getAddress();
        String host = known == null ? address.getHostString() : of(known);
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    /// The address in a text with a port: `192.0.2.1`, `[2001:db8::1]`.
    public static String withoutPort(String text) {
        int port = text.lastIndexOf(':');
        return port < 0 ? text : text.substring(0, port);
    }

    /// `192.0.2.1`, `2001:db8::1`.
    public static String of(InetAddress address) {
        return NetUtil.toAddressString(address);
    }
}
