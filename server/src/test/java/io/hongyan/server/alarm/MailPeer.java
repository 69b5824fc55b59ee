package io.hongyan.server.alarm;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server that takes e-mails, one connection after the other, and remembers each line.
final class MailPeer implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final List<String> lines = new CopyOnWriteArrayList<>();

    MailPeer() throws IOException {
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return socket.getLocalPort();
    }

    String received() {
        return String.join("\n", lines);
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                talk(client);
            } catch (IOException _) {
                // the client has gone, or this was closed
            }
        }
    }

    private void talk(Socket client) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
        OutputStream out = client.getOutputStream();
        answer(out, "220 mail.example.com");
        boolean message = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            lines.add(line);
            if (message) {
                if (line.equals(".")) {
                    message = false;
                    answer(out, "250 taken");
                }
            } else if (line.equals("DATA")) {
                message = true;
                answer(out, "354 go on");
            } else if (line.equals("QUIT")) {
                answer(out, "221 bye");
                return;
            } else {
                answer(out, "250 ok");
            }
        }
    }

    private static void answer(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
