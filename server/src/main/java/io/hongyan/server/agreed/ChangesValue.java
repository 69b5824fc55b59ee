package io.hongyan.server.agreed;

import io.hongyan.cloud.record.RecordKind;
import io.hongyan.cluster.agree.Entry;
import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonException;
import io.hongyan.server.json.JsonFields;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a node tells of changes of one kind.
///
/// @param start of the node, another one each time
/// @param count of all changes that it has told since
/// @param last the last ones of these, the newest last
record ChangesValue(String start, long count, List<List<String>> last) {
    /// Where all of them are.
    static final String ALL = "meta/changed/";

    private static final String SEPARATOR = "\0";

    ChangesValue {
        last = List.copyOf(last);
    }

    static String key(RecordKind kind, String node) {
        return ALL + kind.word() + "/" + node;
    }

    /// Whether a key is that of a node.
    static boolean isOf(String key, String node) {
        return key.endsWith("/" + node);
    }

    /// @return null for a kind that this program does not know
    static @Nullable RecordKind kindOf(String key) {
        return Arrays.stream(RecordKind.values())
                .filter(kind -> key.startsWith(ALL + kind.word() + "/"))
                .findFirst()
                .orElse(null);
    }

    String text() {
        Map<String, Object> text = new LinkedHashMap<>();
        text.put("start", start);
        text.put("count", count);
        text.put(
                "last",
                last.stream().map(names -> String.join(SEPARATOR, names)).toList());
        return Json.line(text);
    }

    /// What a key holds. One that cannot be understood says that anything may have changed.
    static ChangesValue read(Entry entry) {
        try {
            JsonFields text = Json.object(entry.text());
            return new ChangesValue(
                    text.text("start"),
                    text.number("count"),
                    text.texts("last").stream()
                            .map(names -> List.of(names.split(SEPARATOR, -1)))
                            .toList());
        } catch (JsonException e) {
            return new ChangesValue("of revision " + entry.changed(), 1, List.of());
        }
    }

    /// What is new.
    ///
    /// @param before what was heard of the key last; null for nothing
    /// @param maybeMissed whether values in between may have been missed
    /// @return null when it may be anything
    @Nullable
    List<List<String>> since(@Nullable ChangesValue before, boolean maybeMissed) {
        boolean same = before != null && before.start().equals(start);
        if (before != null && !same && maybeMissed) {
            return null; // the last words of the start before were perhaps not heard
        }
        long news = before != null && same ? count - before.count() : count;
        if (news > last.size()) {
            return null;
        }
        return news <= 0 ? List.of() : last.subList(last.size() - (int) news, last.size());
    }
}
