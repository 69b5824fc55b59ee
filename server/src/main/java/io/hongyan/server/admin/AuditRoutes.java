package io.hongyan.server.admin;

import io.hongyan.server.admin.describe.Query;
import io.hongyan.server.json.JsonFields;
import io.hongyan.transport.FileReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Who changed what, from the audit log.
public final class AuditRoutes {
    private final AuditReader reader;

    /// @param folder the data folder
    public AuditRoutes(Path folder) {
        this.reader = new AuditReader(folder);
    }

    public List<AdminRoute> routes() {
        return List.of(AdminRoute.inspect("GET", "/audit", this::records));
    }

    private Map<String, ?> records(AdminRequest request) {
        Query query = request.query();
        int limit = (int) query.number("limit");
        Predicate<JsonFields> wanted = has("who", query).and(has("what", query)).and(until(query.time("to")));
        try {
            String before = query.text("before");
            AuditReader.Page page = reader.read(before.isEmpty() ? null : before, limit, wanted);
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("records", page.records().stream().map(AuditRoutes::view).toList());
            if (page.next() != null) {
                answer.put("before", page.next());
            }
            return answer;
        } catch (IOException e) {
            throw AdminRefusal.unusable("the audit log cannot be read: " + FileReason.withFile(e));
        }
    }

    /// Whether a field has the text of the query somewhere, in capitals or not.
    private static Predicate<JsonFields> has(String name, Query query) {
        String part = query.text(name).toLowerCase(Locale.ROOT);
        return fields ->
                part.isEmpty() || text(fields, name).toLowerCase(Locale.ROOT).contains(part);
    }

    private static Predicate<JsonFields> until(@Nullable Instant time) {
        return fields -> time == null || !Instant.parse(text(fields, "at")).isAfter(time);
    }

    private static String text(JsonFields fields, String name) {
        return fields.values().get(name) instanceof String text ? text : "";
    }

    private static Map<String, Object> view(JsonFields record) {
        Map<String, Object> view = new LinkedHashMap<>();
        record.values().forEach((name, value) -> {
            if (value != null && !name.equals("event")) { // they are all of one kind
                view.put(name, value);
            }
        });
        return view;
    }
}
