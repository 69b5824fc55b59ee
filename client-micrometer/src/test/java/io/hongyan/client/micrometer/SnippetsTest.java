package io.hongyan.client.micrometer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The Java snippets of the pages compile as they stand there, with the imports that the client's page names. One that
/// begins with a dot goes on where `MqttClient.builder()` ends; one that has a class is a whole program.
class SnippetsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern SNIPPET = Pattern.compile("(?ms)^```java\n(.*?)^```$");

    private static final Pattern CLASS = Pattern.compile("(?m)^public class (\\w+)");

    record Snippet(String page, int number, String text) {
        @Override
        public String toString() {
            return page + " " + number;
        }
    }

    private static List<String> of(String page) {
        try {
            return SNIPPET.matcher(Files.readString(ROOT.resolve(page), UTF_8))
                    .results()
                    .map(found -> found.group(1))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<Snippet> snippets() {
        return Stream.of("README.md", "README.zh-CN.md", "docs/client.md").flatMap(page -> {
            List<String> texts = of(page);
            return IntStream.range(0, texts.size())
                    .filter(i -> !isImports(texts.get(i)))
                    .mapToObj(i -> new Snippet(page, i + 1, texts.get(i)));
        });
    }

    private static boolean isImports(String text) {
        return text.startsWith("import ") && !CLASS.matcher(text).find();
    }

    /// The public class of a whole program; else the one that is put around the snippet.
    private static String nameOf(String snippet) {
        Matcher whole = CLASS.matcher(snippet);
        return whole.find() ? whole.group(1) : "Program";
    }

    private static String program(String snippet) {
        if (CLASS.matcher(snippet).find()) {
            return snippet;
        }
        String imports = of("docs/client.md").stream()
                .filter(text -> isImports(text))
                .findFirst()
                .orElseThrow();
        String body = snippet.startsWith(".") ? "MqttClient.builder()" + snippet + ";" : snippet;
        if (body.startsWith("MqttClient.builder()") && !body.strip().endsWith(";")) {
            body = body.strip() + ";";
        }
        Matcher declares = Pattern.compile("MqttClient client =").matcher(body);
        String given = declares.find() ? "" : "MqttClient client";
        return imports
                + "import io.hongyan.client.micrometer.*;\nimport io.micrometer.core.instrument.*;\n"
                + "import java.time.*;\n"
                + "import java.util.*;\nimport java.util.concurrent.*;\n"
                + "class Program {\n    MeterRegistry registry;\n    void run(" + given + ") throws Exception {\n"
                + body
                + "\n    }\n}\n";
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void a_snippet_compiles(Snippet snippet, @TempDir Path classes) {
        String program = program(snippet.text());
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        SimpleJavaFileObject source =
                new SimpleJavaFileObject(
                        URI.create("memory:///" + nameOf(snippet.text()) + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return program;
                    }
                };
        boolean compiles = compiler.getTask(
                        said,
                        null,
                        null,
                        List.of("-proc:none", "-implicit:none", "-d", classes.toString()),
                        null,
                        List.of(source))
                .call();
        assertThat(compiles).as("%s%n%s", said, program).isTrue();
    }
}
