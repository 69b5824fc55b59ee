package io.hongyan.cloud.business.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.codec.property.UserProperty;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// User properties as one text: `[{"key":"a","value":"b"}]`.
public final class UserProperties {
    /// The name of the property that has this text.
    public static final String NAME = "mqtt5UserProperty";

    /// The longest text that the cloud service takes, in bytes of UTF-8.
    public static final int MOST_BYTES = 8 << 10;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "key";
    private static final String VALUE = "value";

    private UserProperties() {}

    /// Whether the cloud service would not take it.
    public static boolean isTooLong(String text) {
        return text.length() > MOST_BYTES || text.getBytes(UTF_8).length > MOST_BYTES;
    }

    /// @param properties of any number; the text may turn out [too long][#isTooLong]
    public static String write(List<UserProperty> properties) {
        ArrayNode list = JSON.createArrayNode();
        for (UserProperty property : properties) {
            ObjectNode entry = list.addObject();
            entry.put(KEY, property.name());
            entry.put(VALUE, property.value());
        }
        return JSON.writeValueAsString(list);
    }

    /// @throws IllegalArgumentException when it is too long, or of another form
    public static List<UserProperty> read(String text) {
        if (isTooLong(text)) {
            throw new IllegalArgumentException(NAME + " has more than " + MOST_BYTES + " bytes");
        }
        try {
            JsonNode list = JSON.readTree(text);
            if (!list.isArray()) {
                throw wrong("no list");
            }
            List<UserProperty> all = new ArrayList<>();
            for (JsonNode entry : list) {
                JsonNode key = entry.get(KEY);
                JsonNode value = entry.get(VALUE);
                if (key == null || value == null || !key.isString() || !value.isString()) {
                    throw wrong("an entry without the texts key and value");
                }
                all.add(new UserProperty(key.stringValue(), value.stringValue()));
            }
            return all;
        } catch (JacksonException e) {
            throw wrong(e.getOriginalMessage());
        }
    }

    private static IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException(NAME + " is a list like [{\"key\":\"a\",\"value\":\"b\"}], not so: " + why);
    }
}
