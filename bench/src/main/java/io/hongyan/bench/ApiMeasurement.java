package io.hongyan.bench;

import io.hongyan.auth.ApiSignature;
import io.hongyan.broker.SystemClock;
import io.hongyan.broker.message.Clock;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.data.RuntimeFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Measures SendMessage: `DATA CALLERS RATE SECONDS` calls the API of a running service, which needs `api.quotas.send`
/// and `api.quotas.address` above the rate, and prints what a call costs the service and how long it takes.
public final class ApiMeasurement {
    private static final int PAYLOAD = 64;

    private final Clock clock = new SystemClock();
    private final Credentials login;
    private final URI address;
    private final ProcessHandle service;
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger refused = new AtomicInteger();

    private ApiMeasurement(Path data) {
        RuntimeFile.Running running = RuntimeFile.read(data).orElseThrow();
        this.login = Credentials.read(data).orElseThrow();
        this.service = ProcessHandle.of(running.pid()).orElseThrow();
        this.address = URI.create("http://127.0.0.1:" + running.ports().get("api") + "/");
    }

    public static void main(String[] args) throws InterruptedException {
        ApiMeasurement measurement = new ApiMeasurement(Path.of(args[0]));
        int callers = Integer.parseInt(args[1]);
        int rate = Integer.parseInt(args[2]);
        int seconds = Integer.parseInt(args[3]);
        measurement.run(callers, rate, 5);
        measurement.run(callers, rate, seconds);
        measurement.http.close();
    }

    private void run(int callers, int rate, int seconds) throws InterruptedException {
        int calls = rate * seconds;
        long[] nanos = new long[calls];
        AtomicInteger next = new AtomicInteger();
        Duration cpu = service.info().totalCpuDuration().orElseThrow();
        long began = clock.steadyNanos();
        try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
            for (int caller = 0; caller < callers; caller++) {
                threads.execute(() -> {
                    for (int i = next.getAndIncrement(); i < calls; i = next.getAndIncrement()) {
                        long due = began + i * 1_000_000_000L / rate;
                        LockSupport.parkNanos(due - clock.steadyNanos());
                        send();
                        nanos[i] = clock.steadyNanos() - due;
                    }
                });
            }
        }
        long took = clock.steadyNanos() - began;
        long cost = service.info().totalCpuDuration().orElseThrow().minus(cpu).toNanos();
        Arrays.sort(nanos);
        System.out.printf(
                "%d calls by %d callers, %.0f a second: %d us of CPU each, p50 %d us, p99 %d us, %d refused%n",
                calls,
                callers,
                calls * 1e9 / took,
                cost / calls / 1000,
                nanos[calls / 2] / 1000,
                nanos[(int) (calls * 0.99)] / 1000,
                refused.getAndSet(0));
    }

    private void send() {
        Map<String, String> all = new TreeMap<>();
        all.put("Action", "SendMessage");
        all.put("Version", "2020-04-20");
        all.put("Format", "JSON");
        all.put("AccessKeyId", login.accessKey());
        all.put("SignatureMethod", "HMAC-SHA1");
        all.put("SignatureVersion", "1.0");
        all.put("SignatureNonce", UUID.randomUUID().toString());
        all.put(
                "Timestamp",
                Instant.ofEpochMilli(clock.wallMillis())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString());
        all.put("InstanceId", login.instance());
        all.put("MqttTopic", login.topic() + "/api");
        all.put("Payload", "x".repeat(PAYLOAD));
        all.put("Signature", ApiSignature.rpc(login.secretKey(), ApiSignature.rpcText("POST", all)));
        try {
            HttpRequest request = HttpRequest.newBuilder(address.resolve("?" + ApiSignature.query(all)))
                    .POST(BodyPublishers.noBody())
                    .build();
            if (http.send(request, BodyHandlers.ofString()).statusCode() != 200) {
                refused.incrementAndGet();
            }
        } catch (IOException e) {
            refused.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
