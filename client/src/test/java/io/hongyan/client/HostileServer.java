package io.hongyan.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A server that does what a test says with each connection, byte by byte.
final class HostileServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    /// What happens on a connection. Whatever is not closed stays open until the test is over.
    interface Script {
        void run(Peer peer) throws IOException;
    }

    HostileServer(Script script) throws IOException {
        this(script, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    HostileServer(Script script, ServerSocket listener) {
        this.listener = listener;
        Thread.ofVirtual().start(() -> serve(script));
    }

    String address() {
        return "mqtt://127.0.0.1:" + port();
    }

    int port() {
        return listener.getLocalPort();
    }

    /// Closes that one, too, when the test is over.
    void keep(Socket socket) {
        sockets.add(socket);
    }

    private void serve(Script script) {
        try {
            while (true) {
                Socket socket = listener.accept();
                keep(socket);
                Thread.ofVirtual().start(() -> run(script, socket));
            }
        } catch (IOException e) {
            sockets.forEach(HostileServer::close);
        }
    }

    private static void run(Script script, Socket socket) {
        try {
            script.run(new Peer(socket));
        } catch (IOException e) {
            close(socket);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sockets.forEach(HostileServer::close);
    }

    /// The client, as the server sees it.
    record Peer(Socket socket) {
        /// The first byte of the next packet, whose rest is read too.
        int read() throws IOException {
            InputStream in = socket.getInputStream();
            int first = in.read();
            if (first < 0) {
                throw new IOException("the client is gone");
            }
            int length = 0;
            int shift = 0;
            int octet;
            do {
                octet = in.read();
                length |= (octet & 0x7f) << shift;
                shift += 7;
            } while ((octet & 0x80) != 0);
            if (in.readNBytes(length).length < length) {
                throw new IOException("the client is gone");
            }
            return first;
        }

        /// Reads until a packet of that type, 1 to 15.
        void await(int type) throws IOException {
            int first = read();
            while (first >> 4 != type) {
                first = read();
            }
        }

        void send(String hex) throws IOException {
            socket.getOutputStream().write(HexFormat.of().parseHex(hex));
        }

        /// A 3.1.1 CONNACK that accepts the client.
        void accept() throws IOException {
            await(1);
            send("20020000");
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
