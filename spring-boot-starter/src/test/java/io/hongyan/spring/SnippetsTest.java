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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The Java snippets of the pages of starter and testkit compile as they stand there, with the imports that their page
/// names.
final class SnippetsTest {
    private static final Path DOCS = Path.of("../docs").toAbsolutePath().normalize();
    private static final Pattern SNIPPET = Pattern.compile("(?ms)^```java\n(.*?)^```$");

    private static final Pattern CALL = Pattern.compile("(?m)^\\| `(\\w+\\([^`]*\\))` \\|");

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

    /// The calls in the table on the proxy, with the imports that the page names for them.
    private static String calls() throws IOException {
        String imports =
                of("testkit.md").stream().filter(SnippetsTest::isImports).collect(Collectors.joining());
        String page = Files.readString(DOCS.resolve("testkit.md"), UTF_8);
        String table = page.substring(page.indexOf("| call | what happens |"));
        String calls = CALL.matcher(table)
                .results()
                .map(row -> "        proxy." + row.group(1) + ";\n")
                .collect(Collectors.joining());
        assertThat(calls).contains("proxy.delay(", "proxy.next(TO_CLIENT, PUBACK, DROP)", "proxy.heal()");
        return imports + "class Program {\n    void run(FaultyProxy proxy, PacketAction action) throws Exception {\n"
                + calls.replace("delay(Duration)", "delay(Duration.ofMillis(1))") + "    }\n}\n";
    }

    @Test
    void the_calls_of_the_table_on_the_proxy_compile(@TempDir Path classes) throws IOException {
        compiles(calls(), classes);
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void a_snippet_compiles(Snippet snippet, @TempDir Path classes) {
        compiles(program(snippet), classes);
    }

    private static void compiles(String program, Path classes) {
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
