package io.hongyan.server.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.server.config.Configs;
import io.hongyan.server.config.ServerConfig;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Goal: the reference page, the example file and the table of meanings never lag behind the records.
///
/// `mvn -pl server -am test -Dtest=ConfigDocsTest -Dsurefire.failIfNoSpecifiedTests=false -Dhongyan.write=true` writes
/// the files anew.
class ConfigDocsTest {
    private static final Path DOCS = Path.of("..", "docs");

    @Test
    void the_committed_reference_page_is_the_generated_one() throws IOException {
        assertCommitted("config.md", ConfigPage.reference());
    }

    @Test
    void the_committed_example_is_the_generated_one() throws IOException {
        assertCommitted("hongyan.example.yaml", ConfigWriter.example());
    }

    @Test
    void every_key_has_a_meaning_and_every_meaning_a_key() {
        Set<String> keys = new TreeSet<>();
        collect("", ServerConfig.defaults(), keys);
        assertThat(KeyTable.load().entries().keySet()).containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void the_example_sets_nothing_as_it_stands() {
        List<ConfigError> problems = new ArrayList<>();
        assertThat(YamlParser.read("example", ConfigWriter.example(), problems).entries())
                .isEmpty();
        assertThat(problems).isEmpty();
    }

    @Test
    void the_example_with_its_first_comment_signs_removed_is_the_defaults() {
        String uncommented = ConfigWriter.example()
                .lines()
                .skip(3)
                .map(line -> line.startsWith("#") ? line.substring(1) : line)
                .collect(Collectors.joining("\n"));
        assertThat(Configs.read(uncommented)).isEqualTo(ServerConfig.defaults());
    }

    private static void collect(String path, Object record, Set<String> keys) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            String key = Binder.join(path, component.getName());
            keys.add(key);
            if (Schema.isSection(component.getType())) {
                collect(key, Schema.value(component, record), keys);
            } else if (Map.class.isAssignableFrom(component.getType())) {
                keys.add(key + ".NAME");
                collect(key + ".NAME", Schema.defaults(Schema.elementType(component)), keys);
            }
        }
    }

    private static void assertCommitted(String name, String generated) throws IOException {
        Path file = DOCS.resolve(name);
        if (Boolean.getBoolean("hongyan.write")) {
            Files.writeString(file, generated);
        }
        assertThat(file)
                .as("run this test with -Dhongyan.write=true to write it anew")
                .hasContent(generated);
    }
}
