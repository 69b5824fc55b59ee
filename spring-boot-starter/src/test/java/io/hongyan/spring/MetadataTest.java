package io.hongyan.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Goal: an editor completes each property and says what it is.
final class MetadataTest {
    @Test
    void each_property_has_metadata_with_a_description() throws IOException {
        List<String> described = new ArrayList<>();
        try (InputStream metadata =
                MqttClientProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            for (JsonNode property : JsonMapper.shared().readTree(metadata).get("properties")) {
                if (property.has("description")) {
                    described.add(property.get("name").asString());
                }
            }
        }

        assertThat(described).containsExactlyInAnyOrderElementsOf(names("hongyan.client", MqttClientProperties.class));
    }

    static List<String> names(String prefix, Class<?> type) {
        List<String> names = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + "."
                    + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (component.getType().getEnclosingClass() == MqttClientProperties.class) {
                names.addAll(names(name, component.getType()));
            } else {
                names.add(name);
            }
        }
        return names;
    }
}
