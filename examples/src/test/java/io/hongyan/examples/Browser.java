package io.hongyan.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonFields;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/// A headless Chromium, controlled over its DevTools protocol.
final class Browser implements AutoCloseable {
    private static final String LISTENING = "DevTools listening on ";

    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String address;

    private Browser(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    static Browser start(Path profile) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(List.of(
                            "chromium",
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--disable-dev-shm-usage",
                            "--no-proxy-server",
                            "--remote-debugging-port=0",
                            "--user-data-dir=" + profile,
                            "about:blank"))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new IOException("this test needs Chromium, which ./verify installs", e);
        }
        BufferedReader said = process.errorReader(UTF_8);
        StringBuilder all = new StringBuilder();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith(LISTENING)) {
                Thread.startVirtualThread(() -> said.lines().forEach(_ -> {}));
                return new Browser(
                        process, URI.create(line.substring(LISTENING.length())).getAuthority());
            }
            all.append(line).append('\n');
        }
        throw new IOException("Chromium ended at once:\n" + all);
    }

    Page open(URI uri) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + "/json/new?" + uri))
                .PUT(BodyPublishers.noBody())
                .build();
        JsonFields target =
                Json.object(http.send(request, BodyHandlers.ofString(UTF_8)).body());
        return new Page(http, URI.create(target.text("webSocketDebuggerUrl")));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.close();
    }

    /// One tab.
    static final class Page implements WebSocket.Listener {
        private final StringBuilder part = new StringBuilder();
        private final WebSocket socket;
        private volatile CompletableFuture<String> answer = new CompletableFuture<>();

        Page(HttpClient http, URI uri) {
            socket = http.newWebSocketBuilder().buildAsync(uri, this).join();
        }

        /// The value of an expression, as text.
        String value(String expression) {
            answer = new CompletableFuture<>();
            String quoted = Json.pretty(Map.of("expression", "String(" + expression + ")"));
            socket.sendText("{\"id\":1,\"method\":\"Runtime.evaluate\",\"params\":" + quoted + "}", true)
                    .join();
            JsonFields result = Json.object(
                            answer.orTimeout(10, TimeUnit.SECONDS).join())
                    .object("result")
                    .object("result");
            assertThat(result.names()).as(expression + " in the browser").contains("value");
            return result.text("value");
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                answer.complete(part.toString());
                part.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }
    }
}
