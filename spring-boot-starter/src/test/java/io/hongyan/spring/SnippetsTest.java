package io.hongyan.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The Java snippets of the pages of starter and testkit compile as they stand there, with the imports that their page
/// names.
final class SnippetsTest {
    private static final Path DOCS = Path.of("../docs").toAbsolutePath().normalize();
    private static final Pattern SNIPPET = Pattern.compile("(?ms)^```java\n(.*?)^```$");

    /// What the user of each page has.
    private static final Map<String, String> GIVEN = Map.of(
            "spring.md", "record Order(String id) {}\n", "testkit.md", "record Lamp(String host, int port) {}\n");

    record Snippet(String page, int number, String text) {
        @Override
        public String toString() {
            return page + " " + number;
        }
    }

    private static List<String> of(String page) {
        try {
            return SNIPPET.matcher(Files.readString(DOCS.resolve(page), UTF_8))
                    .results()
                    .map(found -> found.group(1))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isImports(String text) {
        return text.startsWith("import ");
    }

    static Stream<Snippet> snippets() {
        return GIVEN.keySet().stream().sorted().flatMap(page -> {
            List<String> texts = of(page);
            return IntStream.range(0, texts.size())
                    .filter(i -> !isImports(texts.get(i)))
                    .mapToObj(i -> new Snippet(page, i + 1, texts.get(i)));
        });
    }

    private static String program(Snippet snippet) {
        String imports = of(snippet.page()).stream()
                .filter(SnippetsTest::isImports)
                .findFirst()
                .orElseThrow();
        boolean whole = snippet.text().startsWith("@") || snippet.text().startsWith("class ");
        boolean begins = snippet.text().contains("TestBroker broker =");
        String code = whole
                ? snippet.text()
                : "class Program {\n    void run(" + (begins ? "" : "TestBroker broker") + ") throws Exception {\n"
                        + snippet.text() + "    }\n}\n";
        return imports + GIVEN.get(snippet.page()) + code;
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void a_snippet_compiles(Snippet snippet, @TempDir Path classes) {
        String program = program(snippet);
        StringWriter said = new StringWriter();
        var source = new SimpleJavaFileObject(URI.create("memory:///Program.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return program;
            }
        };
        List<String> options = List.of("-proc:none", "-implicit:none", "-d", classes.toString());
        boolean compiles = ToolProvider.getSystemJavaCompiler()
                .getTask(said, null, null, options, null, List.of(source))
                .call();
        assertThat(compiles).as("%s%n%s", said, program).isTrue();
    }
}
