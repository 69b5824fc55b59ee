package io.hongyan.client.micrometer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.client.MqttClientBuilder;
import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.message.MqttException;
import io.hongyan.client.message.PublishOutcome;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The client's page lists all of what it says it lists.
class ClientPageTest {
    private static String page() throws IOException {
        return Files.readString(Path.of("../docs/client.md"), UTF_8);
    }

    private static String shape(Class<?> kind) {
        RecordComponent[] components = kind.getRecordComponents();
        return components == null
                ? kind.getSimpleName()
                : Arrays.stream(components)
                        .map(RecordComponent::getName)
                        .collect(Collectors.joining(", ", kind.getSimpleName() + "(", ")"));
    }

    private static List<String> rows(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .map(kind -> "\n| `" + shape(kind) + "` | ")
                .toList();
    }

    @Test
    void each_exception_has_a_row() throws IOException {
        assertThat(page()).contains(rows(MqttException.class));
    }

    @Test
    void each_event_has_a_row_with_what_it_carries() throws IOException {
        assertThat(page()).contains(rows(ClientEvent.class));
    }

    @Test
    void each_outcome_of_a_publish_has_a_row_with_what_it_carries() throws IOException {
        assertThat(page())
                .contains(rows(PublishOutcome.class).stream()
                        .filter(row -> !row.contains("Why"))
                        .toList());
    }

    @Test
    void each_setting_of_the_builder_is_named() throws IOException {
        String page = page();
        Stream<String> settings = Arrays.stream(MqttClientBuilder.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .map(Method::getName)
                .distinct();
        assertThat(settings).allSatisfy(name -> assertThat(page).containsPattern("\\b" + name + "\\b"));
    }
}
