package io.hongyan.server.data;

import io.hongyan.server.file.TextFile;
import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonException;
import io.hongyan.server.json.JsonFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The process and the ports of a running server. Written when it listens, removed when it stops. While it starts,
/// another file says so.
public final class RuntimeFile {
    static final String NAME = "runtime.json";
    static final String STARTING = "starting.json";
    /// Where a listener is found that no address is written for.
    public static final String LOOPBACK = "127.0.0.1";

    private RuntimeFile() {}

    /// A server at work.
    ///
    /// @param ports by listener name; an endpoint that is off is not there
    /// @param hosts by listener name, of those that 127.0.0.1 does not reach
    /// @param kinds of the listeners, by name: `tcp`, `tls`, `ws`, `wss`, `amqp` or `amqps`; and `https` for `admin`
    ///         with TLS
    public record Running(long pid, Map<String, Integer> ports, Map<String, String> hosts, Map<String, String> kinds) {
        public Running {
            kinds = Map.copyOf(kinds);
            ports = Collections.unmodifiableMap(new LinkedHashMap<>(ports)); // in the order of the configuration
            hosts = Map.copyOf(hosts);
        }

        /// All of whose listeners are reached by 127.0.0.1, and for MQTT have the name of their kind.
        public Running(long pid, Map<String, Integer> ports) {
            this(pid, ports, Map.of(), kindsByName(ports));
        }

        private static Map<String, String> kindsByName(Map<String, Integer> ports) {
            return Stream.of("tcp", "tls", "ws", "wss")
                    .filter(ports::containsKey)
                    .collect(Collectors.toMap(name -> name, name -> name));
        }

        /// The address at which a client on this machine finds a listener.
        public String host(String listener) {
            return hosts.getOrDefault(listener, LOOPBACK);
        }
    }

    /// Says that this process is starting. It holds until [#write] or [#remove].
    public static void begin(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(NAME)); // of one that was killed
        PrivateFiles.write(
                folder.resolve(STARTING),
                Json.pretty(process(ProcessHandle.current().pid())));
    }

    /// The process of a server that is starting, and does not know its ports yet; empty when there is none.
    public static OptionalLong starting(Path folder) {
        try {
            JsonFields fields = Json.object(TextFile.read(folder.resolve(STARTING)));
            return isAlive(fields) ? OptionalLong.of(fields.number("pid")) : OptionalLong.empty();
        } catch (IOException | JsonException _) {
            return OptionalLong.empty();
        }
    }

    public static void write(Path folder, Running running) throws IOException {
        Map<String, Object> object = process(running.pid());
        object.put("ports", running.ports());
        object.put("hosts", running.hosts());
        object.put("kinds", running.kinds());
        PrivateFiles.write(folder.resolve(NAME), Json.pretty(object));
        Files.deleteIfExists(folder.resolve(STARTING));
    }

    public static void remove(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(NAME));
        Files.deleteIfExists(folder.resolve(STARTING));
    }

    /// What the running server wrote. Nothing when none runs: a file left by a process that was killed does not count.
    public static Optional<Running> read(Path folder) {
        try {
            JsonFields fields = Json.object(TextFile.read(folder.resolve(NAME)));
            Map<String, Integer> ports = new LinkedHashMap<>();
            JsonFields written = fields.object("ports");
            written.names().forEach(name -> ports.put(name, Math.toIntExact(written.number(name))));
            long pid = fields.number("pid");
            Map<String, String> kinds = fields.names().contains("kinds")
                    ? texts(fields, "kinds")
                    : Running.kindsByName(ports); // of a server before the change of this program
            return isAlive(fields)
                    ? Optional.of(new Running(pid, ports, texts(fields, "hosts"), kinds))
                    : Optional.empty();
        } catch (IOException | JsonException _) {
            return Optional.empty();
        }
    }

    private static Map<String, String> texts(JsonFields fields, String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (fields.names().contains(name)) {
            JsonFields inner = fields.object(name);
            inner.names().forEach(each -> texts.put(each, inner.text(each)));
        }
        return texts;
    }

    private static Map<String, Object> process(long pid) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("pid", pid);
        String start = LiveProcess.start(pid);
        if (start != null) {
            fields.put("start", start);
        }
        return fields;
    }

    private static boolean isAlive(JsonFields fields) {
        return LiveProcess.isAlive(
                fields.number("pid"), fields.optionalText("start").orElse(null));
    }
}
