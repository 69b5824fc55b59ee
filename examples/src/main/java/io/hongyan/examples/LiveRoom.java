package io.hongyan.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/// A live room with bullet comments: a web page that speaks MQTT over WebSocket (MQTT.js), and the [Room] behind it.
/// The page logs in here and gets user name and password for its own client id; the secret stays on the server.
final class LiveRoom implements AutoCloseable {
    /// `npm install` in the folder `web` puts it there; `examples/run` does so.
    private static final Path MQTT_JS = Example.FOLDER.resolve("web/node_modules/mqtt/dist/mqtt.min.js");

    private static final int PORT = 8088;

    private final Room room;
    private final byte[] library;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /// @param port of the page on loopback, 0 for any
    LiveRoom(Settings settings, int port) throws IOException {
        if (!Files.isReadable(MQTT_JS)) {
            throw new IOException("MQTT.js is not there: run 'npm install' in " + Example.FOLDER.resolve("web"));
        }
        library = Files.readAllBytes(MQTT_JS);
        http = listen(port);
        room = new Room(settings);
        http.setExecutor(threads);
        http.createContext("/", this::serve);
        http.start();
    }

    private static HttpServer listen(int port) throws IOException {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (BindException e) {
            throw new IOException(
                    "port " + port + " is taken: name another one, as in 'examples/run LiveRoom 8090'", e);
        }
    }

    public static void main(String[] args) throws InterruptedException {
        Example.start((settings, out) -> run(settings, args.length == 0 ? PORT : port(args[0]), out));
    }

    static int port(String text) throws IOException {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 0xffff) {
                return port;
            }
        } catch (NumberFormatException noNumber) {
            // Said below.
        }
        throw new IOException("the page's port is 0 to 65535, not " + text);
    }

    static void run(Settings settings, int port, PrintStream out) throws IOException {
        try (LiveRoom live = new LiveRoom(settings, port);
                BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            out.println("open " + live.page("ann") + " and " + live.page("ben"));
            out.println("then type 'mute ben', 'unmute ben', or 'quit'");
            for (String line = orders.readLine(); line != null && !line.equals("quit"); line = orders.readLine()) {
                out.println(live.obey(line));
            }
        }
    }

    /// The URL for a guest of that name.
    URI page(String name) {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/?name=" + name);
    }

    /// A command of the moderator.
    String obey(String line) {
        String[] words = line.split(" ", 2);
        boolean mute = words[0].equals("mute");
        if (words.length < 2 || !(mute || words[0].equals("unmute"))) {
            return "type 'mute NAME', 'unmute NAME' or 'quit'";
        }
        return room.mute(words[1], mute) ? words[1] + " is " + words[0] + "d" : "nobody here is called " + words[1];
    }

    @Override
    public void close() {
        http.stop(0);
        threads.close();
        room.close();
    }

    private void serve(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/" -> answer(exchange, 200, "text/html; charset=utf-8", resource("room.html"));
            case "/room.js" -> answer(exchange, 200, "text/javascript; charset=utf-8", resource("room.js"));
            case "/mqtt.min.js" -> answer(exchange, 200, "text/javascript; charset=utf-8", library);
            case "/login" -> login(exchange);
            default -> answer(exchange, 404, "text/plain", "there is nothing here".getBytes(UTF_8));
        }
    }

    private void login(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getRawQuery();
        String name = query == null ? "" : URLDecoder.decode(query.replaceFirst("^name=", ""), UTF_8);
        try {
            byte[] ticket = JsonMapper.shared().writeValueAsBytes(room.enter(name));
            answer(exchange, 200, "application/json", ticket);
        } catch (IllegalArgumentException e) {
            answer(
                    exchange,
                    400,
                    "text/plain; charset=utf-8",
                    String.valueOf(e.getMessage()).getBytes(UTF_8));
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = LiveRoom.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IOException(name + " is not on the class path");
            }
            return stream.readAllBytes();
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
