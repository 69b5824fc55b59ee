package io.hongyan.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.server.alarm.AlarmMetric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: the pages have words of their own, in both languages, for what the service calls by a code.
class ConsoleTextsTest {
    private static final Path TOP = Path.of(System.getProperty("basedir"), "..");
    private static final Path TEXTS = TOP.resolve("console/app/src/i18n");
    private static final Pattern NAME = Pattern.compile("([\\w-]+)'?: '");
    private static final Pattern NEXT_WORD = Pattern.compile(" (\\w)");
    private static final Pattern CODE = Pattern.compile("(?m)^\\| \\d{3}[^|]*\\| `([a-z-]+)` \\|");

    /// The names of the texts in an object of a file.
    private static Set<String> names(String language, String file, String object) throws IOException {
        String text = Files.readString(TEXTS.resolve(language).resolve(file));
        int begin = text.indexOf("    " + object + ": {");
        assertThat(begin).as("%s/%s: %s", language, file, object).isPositive();
        return set(NAME.matcher(text.substring(begin, text.indexOf("\n    },", begin)))
                .results()
                .map(found -> found.group(1)));
    }

    private static Set<String> set(Stream<String> names) {
        return names.collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh", "en"})
    void each_figure_of_an_alarm_has_a_name_and_a_unit(String language) throws IOException {
        assertThat(names(language, "alarms.ts", "figure"))
                .isEqualTo(set(AlarmMetric.all().stream().map(AlarmMetric::field)));
        assertThat(names(language, "alarms.ts", "unit"))
                .isEqualTo(set(AlarmMetric.all().stream()
                        .map(AlarmMetric::unit)
                        .filter(unit -> !unit.equals("count")) // a mere count needs none
                        .map(ConsoleTextsTest::key)));
    }

    /// `bytes a minute` is `bytesAMinute`.
    private static String key(String unit) {
        return NEXT_WORD.matcher(unit).replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh", "en"})
    void each_refusal_that_is_documented_has_a_sentence(String language) throws IOException {
        Set<String> codes = set(CODE.matcher(Files.readString(TOP.resolve("docs/admin.md")))
                .results()
                .map(found -> found.group(1)));
        assertThat(codes).hasSizeGreaterThan(10);
        assertThat(names(language, "common.ts", "refusal")).isEqualTo(codes);
    }
}
