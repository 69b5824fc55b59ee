package io.hongyan.server.config.source;

import io.hongyan.server.config.source.Node.Mapping;
import java.util.List;
import java.util.Optional;

/// Where the keys of a configuration were written.
public final class Origins {
    private final Mapping written;

    Origins(Mapping written) {
        this.written = written;
    }

    /// Of a configuration that nobody wrote.
    public static Origins none() {
        return new Origins(Mapping.empty("defaults"));
    }

    /// The place of a key itself; nothing for a default.
    ///
    /// @param path its parts, since a name that a user chose may have a dot
    Optional<String> of(List<String> path) {
        Node at = written;
        for (String part : path) {
            Node next = at instanceof Mapping mapping ? mapping.entries().get(part) : null;
            if (next == null) {
                return Optional.empty();
            }
            at = next;
        }
        return Optional.of(at.origin());
    }

    /// The place of a key, or of the section around it; nothing for a default.
    ///
    /// @param key as in `listeners.tcp.port`
    /// @return as in `hongyan.yaml:12`, `--tcp-port`, or the name of an environment variable
    public Optional<String> of(String key) {
        Optional<String> origin = Optional.empty();
        Node at = written;
        for (String part : key.split("\\.", -1)) {
            Node next = at instanceof Mapping mapping ? mapping.entries().get(part) : null;
            if (next == null) {
                break;
            }
            at = next;
            origin = Optional.of(at.origin());
        }
        return origin;
    }
}
