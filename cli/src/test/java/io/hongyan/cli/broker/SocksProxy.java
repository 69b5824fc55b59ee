package io.hongyan.cli.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/// A SOCKS5 proxy (RFC 1928, RFC 1929) that lets in whoever shows the user name `me` and the password `secret`.
final class SocksProxy implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final AtomicInteger connected = new AtomicInteger();

    SocksProxy() throws IOException {
        Thread.ofVirtual().start(() -> {
            while (!listener.isClosed()) {
                try {
                    Socket client = listener.accept();
                    Thread.ofVirtual().start(() -> serve(client));
                } catch (IOException e) {
                    return; // closed
                }
            }
        });
    }

    int port() {
        return listener.getLocalPort();
    }

    /// How many connections it has made.
    int connected() {
        return connected.get();
    }

    private void serve(Socket client) {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            byte[] _ = in.readNBytes(1);
            byte[] _ = in.readNBytes(in.readUnsignedByte());
            out.write(new byte[] {5, 2});
            byte[] _ = in.readNBytes(1);
            String user = new String(in.readNBytes(in.readUnsignedByte()), UTF_8);
            String secret = new String(in.readNBytes(in.readUnsignedByte()), UTF_8);
            boolean known = user.equals("me") && secret.equals("secret");
            out.write(new byte[] {1, (byte) (known ? 0 : 1)});
            if (!known) {
                return;
            }
            try (Socket server = connect(in)) {
                out.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
                connected.incrementAndGet();
                Thread.ofVirtual().start(() -> copy(server, client));
                copy(client, server);
            }
        } catch (IOException e) {
            // one end has gone, and with it the connection
        }
    }

    private static Socket connect(DataInputStream in) throws IOException {
        byte[] head = in.readNBytes(4);
        byte[] host = in.readNBytes(head[3] == 1 ? 4 : head[3] == 4 ? 16 : in.readUnsignedByte());
        InetAddress address =
                head[3] == 3 ? InetAddress.getByName(new String(host, UTF_8)) : InetAddress.getByAddress(host);
        return new Socket(address, in.readUnsignedShort());
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            long _ = from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // one end has gone
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
