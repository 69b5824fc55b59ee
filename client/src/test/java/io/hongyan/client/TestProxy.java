package io.hongyan.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// An HTTP and SOCKS5 proxy that takes every name for this machine's.
final class TestProxy implements AutoCloseable {
    private final HostileServer server;
    private final Received<String> asked = new Received<>();
    private final Manner manner;
    private final @Nullable String login;

    enum Manner {
        HELPFUL,
        /// Never answers.
        SILENT,
        /// Goes in the middle of its answer.
        CUTTING
    }

    /// @param login what must be shown, as `user:password`; null = nothing
    TestProxy(Manner manner, @Nullable String login) throws IOException {
        this.manner = manner;
        this.login = login;
        this.server = new HostileServer(peer -> talk(peer.socket()));
    }

    int port() {
        return server.port();
    }

    /// The `host:port` that it was asked for.
    Received<String> asked() {
        return asked;
    }

    private void talk(Socket client) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        int first = in.readUnsignedByte();
        int port = first == 5 ? socks(in, client.getOutputStream()) : http(in, client.getOutputStream());
        if (port == 0) {
            return;
        }
        Socket target = new Socket(InetAddress.getLoopbackAddress(), port);
        server.keep(target);
        client.getOutputStream()
                .write(
                        first == 5
                                ? HexFormat.of().parseHex("05000001000000000000")
                                : "HTTP/1.1 200 Connected\r\n\r\n".getBytes(ISO_8859_1));
        Thread.ofVirtual().start(() -> pass(target, client));
        pass(client, target);
    }

    /// @return where to connect to; 0 = nowhere
    private int http(DataInputStream in, OutputStream out) throws IOException {
        StringBuilder head = new StringBuilder("C");
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        String target = head.substring("CONNECT ".length(), head.indexOf(" HTTP/1.1"));
        asked.accept(target);
        if (manner == Manner.SILENT) {
            return 0;
        }
        if (manner == Manner.CUTTING) {
            out.write("HTTP/1.1 2".getBytes(ISO_8859_1));
            throw new IOException("enough");
        }
        if (login != null) {
            String token = Base64.getEncoder().encodeToString(login.getBytes(UTF_8));
            if (head.toString().toLowerCase(Locale.ROOT).indexOf("basic " + token.toLowerCase(Locale.ROOT)) < 0) {
                out.write("HTTP/1.1 407 Who are you\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1));
                return 0;
            }
        }
        return Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
    }

    private int socks(DataInputStream in, OutputStream out) throws IOException {
        byte[] methods = in.readNBytes(in.readUnsignedByte());
        if (manner == Manner.SILENT) {
            return 0;
        }
        boolean offered = new String(methods, ISO_8859_1).indexOf(2) >= 0;
        if (login != null && !offered) {
            out.write(new byte[] {5, -1});
            return 0;
        }
        out.write(new byte[] {5, (byte) (login == null ? 0 : 2)});
        if (login != null) {
            in.readByte();
            String shown = text(in) + ":" + text(in);
            boolean right = shown.equals(login);
            out.write(new byte[] {1, (byte) (right ? 0 : 1)});
            if (!right) {
                return 0;
            }
        }
        in.readNBytes(3);
        boolean named = in.readByte() == 3;
        String host = named ? text(in) : HexFormat.of().formatHex(in.readNBytes(4));
        int port = in.readUnsignedShort();
        asked.accept(host + ":" + port);
        if (manner == Manner.CUTTING) {
            out.write(5);
            throw new IOException("enough");
        }
        return port;
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readUnsignedByte()), UTF_8);
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            in.transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One of the two has gone, and the other goes with it.
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
