package io.hongyan.cli.bench;

import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.TopicCache;
import io.hongyan.codec.wire.PacketDecoder;
import io.hongyan.codec.wire.PacketEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A server on a socket that answers each packet as a test wants it, and remembers the packets. Each connection has a
/// thread.
final class PacketServer implements AutoCloseable {
    /// What a test does with a packet. Called on the thread of the connection.
    interface Answer {
        void to(Packet packet, Client client) throws IOException;
    }

    private final ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final Answer answer;
    private final ConcurrentLinkedQueue<Client> clients = new ConcurrentLinkedQueue<>();

    PacketServer(Answer answer) throws IOException {
        this.answer = answer;
        var _ = Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
        try {
            while (true) {
                Client client = new Client(clients.size(), listener.accept());
                clients.add(client);
                var _ = Thread.ofVirtual().start(client::serve);
            }
        } catch (IOException e) {
            return; // the test is over
        }
    }

    /// Options that lead here.
    String options() {
        return " -h 127.0.0.1 -p " + listener.getLocalPort();
    }

    int connections() {
        return clients.size();
    }

    /// The packets of that kind that have come so far, over all connections.
    <P extends Packet> List<P> received(Class<P> type) {
        return clients.stream()
                .flatMap(client -> client.packets.stream())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    boolean everyClientIsGone() {
        return clients.stream().allMatch(client -> client.gone);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Client client : clients) {
            client.close();
        }
    }

    /// A connection.
    final class Client {
        private final int number;
        private final Socket socket;
        private final PacketDecoder decoder = new PacketDecoder(new TopicCache(8));
        private final ConcurrentLinkedQueue<Packet> packets = new ConcurrentLinkedQueue<>();
        private volatile Version version = Version.MQTT_3_1_1;
        private volatile boolean gone;

        Client(int number, Socket socket) {
            this.number = number;
            this.socket = socket;
        }

        /// 0 for the first connection.
        int number() {
            return number;
        }

        void send(Packet packet) throws IOException {
            ByteBuffer frame = ByteBuffer.allocate(PacketEncoder.size(packet, version));
            PacketEncoder.encode(packet, version, frame);
            socket.getOutputStream().write(frame.array());
        }

        /// Lets the client in.
        void accept(Properties limits) throws IOException {
            send(new ConnAck(false, ReasonCode.SUCCESS, limits));
        }

        void close() throws IOException {
            socket.close();
        }

        private void serve() {
            try (socket) {
                InputStream in = socket.getInputStream();
                for (ByteBuffer frame = frame(in); frame != null; frame = frame(in)) {
                    Packet packet = decode(frame);
                    packets.add(packet);
                    answer.to(packet, this);
                }
            } catch (IOException e) {
                return; // closed by the test or reset by the client
            } finally {
                gone = true;
            }
        }

        private Packet decode(ByteBuffer frame) {
            if (!packets.isEmpty()) {
                return decoder.decode(frame, version);
            }
            Connect connect = decoder.decodeConnect(frame);
            version = connect.version();
            return connect;
        }

        /// @return null at the end
        private static ByteBuffer frame(InputStream in) throws IOException {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            int first = in.read();
            if (first < 0) {
                return null;
            }
            frame.write(first);
            int length = 0;
            int shift = 0;
            int digit;
            do {
                digit = in.read();
                frame.write(digit);
                length |= (digit & 0x7f) << shift;
                shift += 7;
            } while (digit >= 0x80);
            frame.write(in.readNBytes(length));
            return ByteBuffer.wrap(frame.toByteArray());
        }
    }
}
