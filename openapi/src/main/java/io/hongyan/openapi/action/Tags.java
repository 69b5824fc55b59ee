package io.hongyan.openapi.action;

import io.hongyan.cloud.metadata.ResourceTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Tags in the forms that the libraries send.
final class Tags {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private Tags() {}

    /// A tag as it is answered.
    record View(String tagKey, String tagValue) {}

    static List<View> view(List<ResourceTag> tags) {
        return tags.stream().map(tag -> new View(tag.key(), tag.value())).toList();
    }

    /// The tags of both forms.
    ///
    /// @param json a list of objects with `Key` and `Value`, or one object whose fields are the tags; null without it
    static List<ResourceTag> of(@Nullable String json, List<Tag> numbered) {
        List<ResourceTag> tags = new ArrayList<>(of(numbered));
        if (json != null) {
            try {
                JsonNode parsed = MAPPER.readTree(json);
                if (parsed.isArray()) {
                    parsed.forEach(item -> tags.add(tag(text(item, "Key"), text(item, "Value"))));
                } else if (parsed.isObject()) {
                    parsed.properties()
                            .forEach(each ->
                                    tags.add(tag(each.getKey(), each.getValue().asString())));
                } else {
                    throw wrong();
                }
            } catch (JacksonException _) {
                throw wrong();
            }
        }
        return tags;
    }

    static List<ResourceTag> of(List<Tag> numbered) {
        return numbered.stream()
                .map(tag -> tag(tag.key(), tag.value() == null ? "" : tag.value()))
                .toList();
    }

    private static ResourceTag tag(String key, String value) {
        try {
            return new ResourceTag(key, value);
        } catch (IllegalArgumentException e) {
            throw ApiError.parameter("Tags", String.valueOf(e.getMessage()));
        }
    }

    private static String text(JsonNode item, String name) {
        JsonNode upper = item.path(name);
        JsonNode found = upper.isMissingNode() ? item.path(name.toLowerCase(Locale.ROOT)) : upper;
        return found.isMissingNode() || found.isNull() ? "" : found.asString();
    }

    private static ApiError wrong() {
        return ApiError.parameter("Tags", "Tags is JSON such as [{\"Key\":\"env\",\"Value\":\"test\"}]");
    }

    /// Whether something has all tags that are wanted; one that is wanted without a value may have any.
    static boolean holds(List<ResourceTag> tags, List<ResourceTag> wanted) {
        return wanted.stream()
                .allMatch(one -> tags.stream()
                        .anyMatch(tag -> tag.key().equals(one.key())
                                && (one.value().isEmpty() || one.value().equals(tag.value()))));
    }
}
