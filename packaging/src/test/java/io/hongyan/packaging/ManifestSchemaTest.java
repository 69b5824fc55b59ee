package io.hongyan.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Goal: Kubernetes takes the manifests: no field that it does not know, none missing that it needs, each of its type.
/// The models are those of its own client for Java, made from its OpenAPI description.
final class ManifestSchemaTest {
    private static final Path MANIFESTS = Path.of("kubernetes/hongyan.yaml");
    private static final YAMLMapper YAML = new YAMLMapper();

    private static List<JsonNode> manifests() throws IOException {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(MANIFESTS.toFile())) {
            return documents.readAll();
        }
    }

    private static JsonNode statefulSet() throws IOException {
        return manifests().stream()
                .filter(manifest -> manifest.at("/kind").asString().equals("StatefulSet"))
                .findFirst()
                .orElseThrow();
    }

    /// @throws RuntimeException when the manifest is not as the description says
    private static void check(String json) throws IOException {
        JsonElement given = JsonParser.parseString(json);
        String kind = given.getAsJsonObject().get("apiVersion").getAsString() + " "
                + given.getAsJsonObject().get("kind").getAsString();
        Class<?> model = switch (kind) {
            case "v1 Service" -> {
                V1Service.validateJsonElement(given);
                yield V1Service.class;
            }
            case "apps/v1 StatefulSet" -> {
                V1StatefulSet.validateJsonElement(given);
                yield V1StatefulSet.class;
            }
            default -> throw new IllegalArgumentException("no model for " + kind);
        };
        Object read = JSON.deserialize(json, model);
        assertThat(filled(JsonParser.parseString(JSON.serialize(read))))
                .as("what Kubernetes makes of it")
                .isEqualTo(filled(given));
    }

    /// The same without empty lists and objects, which the models have in place of what is not there.
    private static JsonElement filled(JsonElement element) {
        if (element.isJsonArray()) {
            JsonArray all = new JsonArray();
            element.getAsJsonArray().forEach(each -> all.add(filled(each)));
            return all;
        }
        if (element.isJsonObject()) {
            JsonObject all = new JsonObject();
            element.getAsJsonObject().asMap().forEach((name, value) -> {
                JsonElement inside = filled(value);
                boolean empty = (inside.isJsonArray() && inside.getAsJsonArray().isEmpty())
                        || (inside.isJsonObject() && inside.getAsJsonObject().isEmpty());
                if (!empty) {
                    all.add(name, inside);
                }
            });
            return all;
        }
        return element;
    }

    @Test
    void kubernetes_knows_each_field() throws IOException {
        List<JsonNode> manifests = manifests();
        assertThat(manifests).hasSize(3);
        for (JsonNode manifest : manifests) {
            check(manifest.toString());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "\"imagePullPolicy\"; \"imagePulPolicy\"; imagePulPolicy",
                "\"periodSeconds\":2,; \"periodSecond\":2,; periodSecond",
                "\"periodSeconds\":2,; \"periodSeconds\":\"often\",; often",
                "\"image\":\"hongyan:latest\"; \"image\":7; what Kubernetes makes of it",
                "\"serviceName\"; \"service\"; service",
                "\"selector\"; \"selectors\"; selectors",
                "\"apps/v1\"; \"apps/v2\"; apps/v2"
            })
    void a_mistake_is_found(String right, String wrong, String words) throws IOException {
        String json = statefulSet().toString();
        assertThat(json).contains(right);
        assertThatThrownBy(() -> check(json.replace(right, wrong))).hasMessageContaining(words);
    }
}
