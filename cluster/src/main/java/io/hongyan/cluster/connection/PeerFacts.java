package io.hongyan.cluster.connection;

import io.hongyan.transport.Peer;
import io.hongyan.transport.TlsTerms;
import java.io.ByteArrayInputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who a client is, as far as its socket tells: what OPEN says between the number and CONNECT.
///
/// 1 byte of flags; the address: 1 byte with its size (4, 16, or 0 for a name), then the bytes with the zone of IPv6 as
/// 4 bytes, or the name; the port in 2 bytes; the listener; the server name, if any; protocol and cipher of TLS, if
/// any; 1 byte with the number of certificates, each with its size in 3 bytes and its DER.
///
/// @param tls null without TLS
record PeerFacts(Peer peer, @Nullable TlsTerms tls) {
    private static final int SECURE = 1;
    private static final int SERVER_NAME = 2;
    private static final int TLS = 4;
    private static final int MOST_CERTIFICATES = 32;
    private static final int MOST_CERTIFICATE_BYTES = 1 << 20;

    /// The certificate chain cannot be told to another node.
    static final class Untellable extends Exception {
        private static final long serialVersionUID = 1;

        Untellable(String why) {
            super(why);
        }
    }

    byte[] encoded() throws Untellable {
        String serverName = peer.serverName();
        byte[] address = address(peer.address());
        byte[] listener = Texts.encoded(peer.listener());
        byte[] sni = serverName == null ? new byte[0] : Texts.encoded(serverName);
        byte[] protocol = tls == null ? new byte[0] : Texts.encoded(tls.protocol());
        byte[] cipher = tls == null ? new byte[0] : Texts.encoded(tls.cipher());
        List<byte[]> chain = chain(peer.certificates());
        int size = 1 + address.length + 2 + listener.length + 1;
        size += serverName == null ? 0 : 2 + sni.length;
        size += tls == null ? 0 : 4 + protocol.length + cipher.length;
        size += chain.stream().mapToInt(each -> 3 + each.length).sum();
        ByteBuffer out = ByteBuffer.allocate(size);
        out.put((byte)
                ((peer.secure() ? SECURE : 0) | (serverName == null ? 0 : SERVER_NAME) | (tls == null ? 0 : TLS)));
        out.put(address);
        Texts.put(out, listener);
        if (serverName != null) {
            Texts.put(out, sni);
        }
        if (tls != null) {
            Texts.put(out, protocol);
            Texts.put(out, cipher);
        }
        out.put((byte) chain.size());
        for (byte[] each : chain) {
            out.put((byte) (each.length >> 16)).putShort((short) each.length).put(each);
        }
        return out.array();
    }

    /// @throws StreamException when it cannot be read
    /// @throws java.nio.BufferUnderflowException when it is not there as a whole
    static PeerFacts read(ByteBuffer in) {
        int flags = in.get();
        if ((flags & ~(SECURE | SERVER_NAME | TLS)) != 0) {
            throw new StreamException("OPEN with flags " + flags);
        }
        InetSocketAddress address = readAddress(in);
        String listener = Texts.take(in);
        String serverName = (flags & SERVER_NAME) == 0 ? null : Texts.take(in);
        TlsTerms terms = (flags & TLS) == 0 ? null : new TlsTerms(Texts.take(in), Texts.take(in));
        return new PeerFacts(new Peer(address, listener, (flags & SECURE) != 0, serverName, readChain(in)), terms);
    }

    private static byte[] address(InetSocketAddress address) {
        InetAddress known = address.getAddress();
        byte[] own = known == null ? new byte[0] : known.getAddress();
        byte[] name = known == null ? Texts.encoded(address.getHostString()) : new byte[0];
        boolean six = own.length == 16;
        ByteBuffer out =
                ByteBuffer.allocate(1 + own.length + (six ? 4 : 0) + (known == null ? 2 + name.length : 0) + 2);
        out.put((byte) own.length).put(own);
        if (six) {
            out.putInt(known instanceof Inet6Address zoned ? zoned.getScopeId() : 0);
        }
        if (known == null) {
            Texts.put(out, name);
        }
        return out.putShort((short) address.getPort()).array();
    }

    private static InetSocketAddress readAddress(ByteBuffer in) {
        int size = in.get();
        if (size == 0) {
            String name = Texts.take(in);
            return InetSocketAddress.createUnresolved(name, in.getShort() & 0xffff);
        }
        if (size != 4 && size != 16) {
            throw new StreamException("an address of " + size + " bytes");
        }
        byte[] bytes = new byte[size];
        in.get(bytes);
        int zone = size == 16 ? in.getInt() : 0;
        try {
            InetAddress address =
                    zone == 0 ? InetAddress.getByAddress(bytes) : Inet6Address.getByAddress(null, bytes, zone);
            return new InetSocketAddress(address, in.getShort() & 0xffff);
        } catch (UnknownHostException e) {
            throw new AssertionError("an address of the right size", e);
        }
    }

    private static List<byte[]> chain(List<X509Certificate> certificates) throws Untellable {
        if (certificates.size() > MOST_CERTIFICATES) {
            throw new Untellable(
                    "a chain of " + certificates.size() + " certificates; the limit is " + MOST_CERTIFICATES);
        }
        List<byte[]> chain = new ArrayList<>(certificates.size());
        for (X509Certificate each : certificates) {
            byte[] der = der(each);
            if (der.length > MOST_CERTIFICATE_BYTES) {
                throw new Untellable(
                        "a certificate of " + der.length + " bytes; the limit is " + MOST_CERTIFICATE_BYTES);
            }
            chain.add(der);
        }
        return chain;
    }

    private static byte[] der(X509Certificate certificate) throws Untellable {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new Untellable("a certificate that cannot be written: " + e.getMessage());
        }
    }

    private static List<X509Certificate> readChain(ByteBuffer in) {
        int count = in.get() & 0xff;
        if (count > MOST_CERTIFICATES) {
            throw new StreamException("a chain of " + count + " certificates");
        }
        List<X509Certificate> chain = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int size = (in.get() & 0xff) << 16 | (in.getShort() & 0xffff);
            if (size > MOST_CERTIFICATE_BYTES) {
                throw new StreamException("a certificate of " + size + " bytes");
            }
            byte[] der = new byte[size];
            in.get(der);
            chain.add(certificate(der));
        }
        return chain;
    }

    private static X509Certificate certificate(byte[] der) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            if (factory.generateCertificate(new ByteArrayInputStream(der)) instanceof X509Certificate certificate) {
                return certificate;
            }
        } catch (CertificateException e) {
            throw new StreamException("a certificate that cannot be read: " + e.getMessage());
        }
        throw new StreamException("a certificate that is not of X.509");
    }
}
