package io.hongyan.server.config.source;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Untyped configuration: text with the place it came from.
sealed interface Node {
    /// Where it was written, for messages: `hongyan.yaml:12`, `--set`, or the name of an environment variable.
    String origin();

    record Scalar(String text, String origin) implements Node {}

    record Sequence(List<Node> items, String origin) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /// Keys in the order written.
    record Mapping(Map<String, Node> entries, String origin) implements Node {
        static Mapping empty(String origin) {
            return new Mapping(Map.of(), origin);
        }

        /// This mapping with another laid over it: mappings are merged, values are replaced. A value below a mapping
        /// stays, so that whoever wrote it is told that a section belongs there.
        Mapping overlaid(Mapping upper) {
            Map<String, Node> merged = new LinkedHashMap<>(entries);
            upper.entries.forEach((key, node) -> merged.merge(key, node, (below, above) -> switch (above) {
                case Mapping high -> below instanceof Mapping low ? low.overlaid(high) : below;
                case Scalar _, Sequence _ -> above;
            }));
            return new Mapping(merged, upper.entries.isEmpty() ? origin : upper.origin);
        }

        /// A mapping with one value at the end of that path (`a`, `b` for `a.b`).
        static Mapping of(List<String> path, Node value) {
            Node node = value;
            for (String key : path.reversed()) {
                node = new Mapping(Map.of(key, node), value.origin());
            }
            return (Mapping) node;
        }
    }
}
