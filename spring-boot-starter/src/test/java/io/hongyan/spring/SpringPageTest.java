package io.hongyan.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.ssl.SslProperties;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;

/// The page on Spring Boot names properties that there are.
class SpringPageTest {
    private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\n(.*?)^```$");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[a-z.-]+`(?:, `[a-z.-]+`)*) \\|");

    private static String page() throws IOException {
        return Files.readString(Path.of("../docs/spring.md"), UTF_8);
    }

    private static void bind(String yaml) throws IOException {
        StandardEnvironment program = new StandardEnvironment();
        for (PropertySource<?> source :
                new YamlPropertySourceLoader().load("page", new ByteArrayResource(yaml.getBytes(UTF_8)))) {
            program.getPropertySources().addFirst(source);
        }
        program.getPropertySources().addLast(new MapPropertySource("shell", Map.of("SHOP_PASSWORD", "secret")));
        Binder binder = Binder.get(program);
        binder.bind(
                "hongyan.client",
                Bindable.of(MqttClientProperties.class),
                new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
        binder.bind(
                "spring.ssl", Bindable.of(SslProperties.class), new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
        assertThat(yaml).containsPattern("(?m)^(hongyan\\.client|spring\\.ssl)\\b");
    }

    @Test
    void the_settings_of_a_snippet_are_all_taken() throws IOException {
        List<String> snippets =
                YAML.matcher(page()).results().map(found -> found.group(1)).toList();
        assertThat(snippets).hasSize(2);
        for (String snippet : snippets) {
            bind(snippet);
        }
    }

    /// What the page says about Netty holds for the versions of the build.
    @Test
    void the_versions_of_netty_are_those_of_the_build() throws IOException {
        String pom = Files.readString(Path.of("../pom.xml"), UTF_8);
        assertThat(page())
                .contains("Spring Boot sets the version of Netty: " + version(pom, "spring-boot") + " takes ")
                .contains("the client is tested with " + version(pom, "netty"))
                .contains("<netty.version>" + version(pom, "netty") + "</netty.version>")
                .contains("io.netty:netty-bom:" + version(pom, "netty"));
    }

    private static String version(String pom, String of) {
        String tag = of + ".version>";
        int begin = pom.indexOf("<" + tag) + tag.length() + 1;
        return pom.substring(begin, pom.indexOf("</" + tag));
    }

    /// A name that begins with a dot stands beside the one before it, as in `tls.certificate`, `.key`.
    @Test
    void the_table_has_each_property_and_no_other() throws IOException {
        List<String> named = new ArrayList<>();
        String table = page().substring(page().indexOf("\n| property |"), page().indexOf("A wrong one stops"));
        ROW.matcher(table).results().map(row -> row.group(1).replace("`", "")).forEach(cell -> {
            String group = "";
            for (String name : cell.split(", ", -1)) {
                String whole = name.startsWith(".") ? group + name : name;
                group = whole.contains(".") ? whole.substring(0, whole.lastIndexOf('.')) : "";
                named.add("hongyan.client." + whole);
            }
        });
        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(MetadataTest.names("hongyan.client", MqttClientProperties.class));
    }
}
