package io.hongyan.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a mistake in `config.yaml` is reported in a sentence.
final class SettingsTest {
    private static final String FULL = """
            access_key: AK
            secret_key: 0123
            end_point: mqtt.example.com
            instance_id: mqtt-x
            topic: TopicA
            group_id: GID_a
            """;

    @TempDir
    private Path folder;

    @Test
    void all_six_values_are_read_as_text() throws IOException {
        assertThat(read(FULL))
                .isEqualTo(new Settings("AK", "0123", "mqtt.example.com", "mqtt-x", "TopicA", "GID_a", ""));
    }

    @Test
    void a_missing_value_is_named_with_where_to_get_it() {
        assertThatThrownBy(() -> read(FULL.replace("TopicA", "\"\"")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("topic is missing; './hongyan credentials' prints");
        assertThatThrownBy(() -> read("topic: a")).hasMessageContaining("access_key is missing");
    }

    @Test
    void a_key_that_does_not_exist_is_named_with_those_that_do() {
        assertThatThrownBy(() -> read(FULL.replace("end_point", "endpoint")))
                .hasMessageContaining("endpoint is no setting; there are access_key, secret_key, end_point");
    }

    @Test
    void a_file_that_is_no_yaml_is_named() {
        assertThatThrownBy(() -> read("[what")).hasMessageContaining("config.yaml is no YAML");
    }

    @Test
    void the_template_has_every_key_and_no_value() throws IOException {
        String template = Files.readString(Path.of("config.yaml"));

        assertThat(FULL.lines().map(line -> line.replaceFirst(":.*", ": \"\"")))
                .allSatisfy(line -> assertThat(template).contains(line));
    }

    private Settings read(String text) throws IOException {
        return Settings.read(Files.writeString(folder.resolve("config.yaml"), text));
    }
}
