package io.hongyan.bench;

import io.hongyan.auth.Signature;
import io.hongyan.broker.SystemClock;
import io.hongyan.broker.config.StoreLimits;
import io.hongyan.broker.message.Clock;
import io.hongyan.cloud.device.DeviceCredential;
import io.hongyan.cloud.device.DeviceCredentials;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.data.RuntimeFile;
import io.hongyan.server.data.SecretsKey;
import io.hongyan.store.rocksdb.Durability;
import io.hongyan.store.rocksdb.RocksDbStore;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Measures logins with very many credentials of devices: `fill DATA COUNT` writes them into the data folder of a
/// service that has run once and is stopped; `connect DATA COUNT` then logs in to the service COUNT times, by turns
/// with credentials and with signatures of the AccessKey, and prints what a login costs the service.
public final class CredentialMeasurement {
    private static final int WRITERS = 500;
    private static final int ROUNDS = 3;

    private final Clock clock = new SystemClock();
    private final Path data;
    private final Credentials login;

    private CredentialMeasurement(Path data) {
        this.data = data;
        this.login = Credentials.read(data).orElseThrow();
    }

    public static void main(String[] args) throws Exception {
        CredentialMeasurement measurement = new CredentialMeasurement(Path.of(args[1]));
        int count = Integer.parseInt(args[2]);
        if (args[0].equals("fill")) {
            measurement.fill(count);
        } else {
            measurement.connect(count);
        }
    }

    private Path written() {
        return data.resolveSibling("devices.txt");
    }

    private String device(int number) {
        return login.group() + "@@@d%07d".formatted(number);
    }

    private void fill(int count) throws Exception {
        long began = clock.steadyMillis();
        SecureRandom random = new SecureRandom();
        RocksDbStore store = RocksDbStore.open(data.resolve("store"), Durability.ALWAYS, StoreLimits.defaults(), clock);
        store.clock(clock);
        var _ = store.shard(Runnable::run);
        SecretsKey secrets = SecretsKey.read(data, "", random);
        secrets.join(store.records());
        DeviceCredentials devices = new DeviceCredentials(store.records(), secrets.box(), clock, random);
        List<Future<List<String>>> parts = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int writer = 0; writer < WRITERS; writer++) {
                int first = writer;
                parts.add(threads.submit(() -> write(devices, first, count)));
            }
        }
        List<String> lines = new ArrayList<>();
        for (Future<List<String>> part : parts) {
            lines.addAll(part.get());
        }
        Files.write(written(), lines);
        store.close();
        System.out.println(count + " credentials in " + (clock.steadyMillis() - began) + " ms");
    }

    /// @return the first of them, for the logins
    private List<String> write(DeviceCredentials devices, int first, int count) {
        List<String> lines = new ArrayList<>();
        for (int i = first; i < count; i += WRITERS) {
            DeviceCredential made = devices.register(login.instance(), device(i));
            if (lines.size() < 20) {
                lines.add(made.clientId() + " " + made.accessKeyId() + " " + made.secret());
            }
        }
        return lines;
    }

    private void connect(int count) throws Exception {
        RuntimeFile.Running running = RuntimeFile.read(data).orElseThrow();
        ProcessHandle service = ProcessHandle.of(running.pid()).orElseThrow();
        int port = Objects.requireNonNull(running.ports().get("tcp"));
        List<String> lines = Files.readAllLines(written());
        for (int round = 0; round < ROUNDS; round++) {
            tell("signature", service, count, i -> {
                String id = login.group() + "@@@s%07d".formatted(i);
                in(port, id, "Signature|" + login.accessKey(), login.secretKey());
            });
            tell("device credential", service, count, i -> {
                String[] device = lines.get(i % lines.size()).split(" ", -1);
                in(port, device[0], "DeviceCredential|" + device[1], device[2]);
            });
        }
    }

    private interface Login {
        void run(int number) throws IOException;
    }

    private void tell(String what, ProcessHandle service, int count, Login login) throws IOException {
        Duration cpu = service.info().totalCpuDuration().orElseThrow();
        long began = clock.steadyMillis();
        for (int i = 0; i < count; i++) {
            login.run(i);
        }
        long nanos = service.info().totalCpuDuration().orElseThrow().minus(cpu).toNanos();
        System.out.println(what + ": " + count + " logins, " + nanos / 1000 / count + " us of CPU each, "
                + (clock.steadyMillis() - began) * 1000 / count + " us of time each");
    }

    /// Logs in and leaves, by a socket of its own: the libraries wait a tenth of a second for themselves.
    private void in(int port, String clientId, String user, String secret) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(body);
        fields.writeUTF("MQTT");
        fields.write(new byte[] {4, (byte) 0xc2, 0, 60});
        fields.writeUTF(clientId);
        fields.writeUTF(user + "|" + login.instance());
        fields.writeUTF(Signature.of(secret, clientId));
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(0x10);
        packet.write(body.size() | 0x80);
        packet.write(body.size() >> 7);
        body.writeTo(packet);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(packet.toByteArray());
            byte[] answer = socket.getInputStream().readNBytes(4);
            if (answer.length < 4 || answer[3] != 0) {
                throw new IOException("refused: " + HexFormat.of().formatHex(answer));
            }
            socket.getOutputStream().write(new byte[] {(byte) 0xe0, 0});
        }
    }
}
