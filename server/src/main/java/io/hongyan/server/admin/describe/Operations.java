package io.hongyan.server.admin.describe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All operations that are written down.
public final class Operations {
    /// The files beside this package, one for each area.
    private static final List<String> FILES = List.of(
            "shapes",
            "session",
            "accounts",
            "service",
            "alarms",
            "instances",
            "keys",
            "certificates",
            "clients",
            "devices",
            "messages",
            "traces",
            "rules",
            "queues");

    private final Map<String, Operation> operations;
    private final Shapes shapes;

    Operations(Map<String, Operation> operations, Shapes shapes) {
        this.operations = Collections.unmodifiableMap(new LinkedHashMap<>(operations));
        this.shapes = shapes;
    }

    /// Those of the service. They are read when somebody asks first, which a start need not wait for.
    public static Operations known() {
        return Known.ALL;
    }

    private static final class Known {
        static final Operations ALL = read();

        private static Operations read() {
            OperationReader reader = new OperationReader();
            FILES.forEach(name -> reader.read(text(name + ".txt")));
            return reader.done();
        }

        private static String text(String file) {
            try (InputStream in = Operations.class.getResourceAsStream(file)) {
                if (in == null) {
                    throw new IllegalStateException(file + " is missing");
                }
                return new String(in.readAllBytes(), UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(file + " cannot be read", e);
            }
        }
    }

    /// Those of a text that is written as the files are.
    public static Operations read(String text) {
        OperationReader reader = new OperationReader();
        reader.read(text);
        return reader.done();
    }

    public Collection<Operation> all() {
        return operations.values();
    }

    Shapes shapes() {
        return shapes;
    }

    /// @param path with names in braces
    /// @throws IllegalStateException when it is not written down
    public Operation of(String method, String path) {
        Operation found = operations.get(method + " " + path);
        if (found == null) {
            throw new IllegalStateException(method + " " + path + " is not described: write what it takes and answers"
                    + " into a file of server/src/main/resources/io/hongyan/server/admin/describe");
        }
        return found;
    }
}
