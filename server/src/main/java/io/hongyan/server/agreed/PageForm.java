package io.hongyan.server.agreed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.cloud.secret.SecretException;
import io.hongyan.server.data.StoredFields;
import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonException;
import io.hongyan.server.json.JsonFields;
import io.hongyan.server.json.RecordMapper;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Heads and pages as JSON, with encrypted secrets.
final class PageForm {
    /// The newest format that this program knows.
    static final int FORMAT = 1;

    private static final String ITEMS = "items";
    private static final String OWNER = "ofInstance";
    private static final String TOKEN_KEY = "tokenKey";

    private final StoredFields fields;

    PageForm(StoredFields fields) {
        this.fields = fields;
    }

    byte[] write(Head head) {
        Map<String, @Nullable Object> text = new LinkedHashMap<>();
        text.put("format", FORMAT);
        text.put("changes", head.changes());
        text.put("deletedInstances", head.deletedInstances());
        Map<String, Object> pages = new LinkedHashMap<>();
        for (MetadataList list : MetadataList.values()) {
            pages.put(list.field(), head.pages().getOrDefault(list, List.of()));
        }
        text.put("pages", pages);
        text.put(TOKEN_KEY, fields.sealed(Map.of(TOKEN_KEY, head.tokenKey())).get(TOKEN_KEY));
        return Json.line(text).getBytes(UTF_8);
    }

    /// @throws UnreadableException when it cannot be understood
    Head head(byte[] value) {
        return reading("the head", () -> {
            JsonFields text = Json.object(new String(value, UTF_8));
            long format = text.number("format");
            if (format < 1 || format > FORMAT) {
                throw new UnreadableException("they have format " + format + ", and this program knows up to " + FORMAT
                        + ": install the newer program");
            }
            Map<MetadataList, List<String>> pages = new EnumMap<>(MetadataList.class);
            JsonFields named = text.object("pages");
            for (MetadataList list : MetadataList.values()) {
                pages.put(list, named.texts(list.field()));
            }
            Map<String, @Nullable Object> secret = new LinkedHashMap<>();
            secret.put(TOKEN_KEY, text.text(TOKEN_KEY));
            return new Head(
                    text.texts("changes"),
                    pages,
                    text.texts("deletedInstances"),
                    new JsonFields(fields.opened(secret)).text(TOKEN_KEY));
        });
    }

    /// One value, as it stands in a page.
    String write(MetadataList list, Item item) {
        Map<String, @Nullable Object> text = new LinkedHashMap<>(RecordMapper.fields(item.value()));
        if (list == MetadataList.INSTANCES) {
            MetadataList.ofInstances().forEach(each -> text.remove(each.field()));
        }
        if (list.ofInstance()) {
            text.put(OWNER, item.instance());
            return Json.line(text);
        }
        return Json.line(
                objects(fields.sealed(one(list.field(), List.of(text))), list).getFirst());
    }

    /// @param items each as [#write(MetadataList, Item)] has it
    static byte[] page(List<String> items) {
        return ("{\"" + ITEMS + "\":[" + String.join(",\n", items) + "]}").getBytes(UTF_8);
    }

    /// @throws UnreadableException when it cannot be understood
    Page page(String name, MetadataList list, byte[] value) {
        return reading("page " + name + " of " + list.field(), () -> {
            List<String> owners = new ArrayList<>();
            List<Map<String, @Nullable Object>> stored = new ArrayList<>();
            for (JsonFields each : Json.object(new String(value, UTF_8)).objects(ITEMS)) {
                Map<String, @Nullable Object> copy = new LinkedHashMap<>(each.values());
                owners.add(list.ofInstance() ? String.valueOf(copy.remove(OWNER)) : "");
                stored.add(copy);
            }
            List<Item> items = new ArrayList<>();
            for (Map<String, @Nullable Object> each : opened(list, stored)) {
                items.add(new Item(owners.get(items.size()), RecordMapper.record(list.type(), new JsonFields(each))));
            }
            return new Page(name, items, value.length);
        });
    }

    private List<Map<String, @Nullable Object>> opened(MetadataList list, List<Map<String, @Nullable Object>> stored) {
        if (list.ofInstance()) {
            Map<String, @Nullable Object> instance = one(list.field(), stored);
            Map<String, @Nullable Object> all = fields.opened(one(MetadataList.INSTANCES.field(), List.of(instance)));
            return objects(objects(all, MetadataList.INSTANCES).getFirst(), list);
        }
        List<Map<String, @Nullable Object>> opened = objects(fields.opened(one(list.field(), stored)), list);
        if (list == MetadataList.INSTANCES) {
            opened.forEach(each -> MetadataList.ofInstances().forEach(part -> each.put(part.field(), List.of())));
        }
        return opened;
    }

    private static Map<String, @Nullable Object> one(String name, Object value) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put(name, value);
        return map;
    }

    /// Copies of the objects in a list.
    private static List<Map<String, @Nullable Object>> objects(Map<String, @Nullable Object> from, MetadataList list) {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        new JsonFields(from).objects(list.field()).forEach(each -> all.add(new LinkedHashMap<>(each.values())));
        return all;
    }

    private interface Reading<T> {
        T read();
    }

    private static <T> T reading(String what, Reading<T> reading) {
        try {
            return reading.read();
        } catch (SecretException e) {
            throw new UnreadableException("a secret in " + what + " is encrypted with another key", e);
        } catch (JsonException e) {
            throw new UnreadableException(what + " is damaged: " + e.getMessage(), e);
        }
    }
}
