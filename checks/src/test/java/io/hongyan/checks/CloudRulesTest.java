package io.hongyan.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Every rule that the cloud service documents has a test that names it, or a reason why it has none; the page that
/// shows what profile cloud makes of each is made from both.
///
/// With `-Dhongyan.update` the page is brought up to date instead of compared.
class CloudRulesTest {
    private static final String RULES = "checks/src/test/resources/cloud-rules.tsv";
    private static final String KEYS = "server/src/main/resources/io/hongyan/server/config/source/keys.txt";
    private static final String HEAD = "checks/src/test/resources/cloud-rules.head.md";
    private static final String PAGE = "docs/cloud-rules.md";
    private static final Repository REPOSITORY = Repository.here();

    private static final Map<String, Rule> ALL = new LinkedHashMap<>();
    private static final Map<String, String> TITLES = new TreeMap<>();
    private static SortedMap<String, SortedSet<String>> tests = new TreeMap<>();

    /// One line of the table.
    ///
    /// @param service what the service documents
    /// @param ours what profile cloud does
    /// @param option the key that changes it; may be empty
    /// @param untested why it has no test; empty when it has one
    private record Rule(String id, String service, String ours, String option, String untested) {
        String section() {
            return id.substring(0, id.indexOf('/'));
        }
    }

    @BeforeAll
    static void read() {
        for (String[] row : Written.rows(REPOSITORY, RULES)) {
            if (row.length == 2) {
                TITLES.put(row[0], row[1]);
                continue;
            }
            assertThat(row).as(String.join(" | ", row)).hasSize(5);
            Rule before = ALL.put(row[0], new Rule(row[0], row[1], row[2], row[3], row[4]));
            assertThat(before).as(row[0] + " stands twice").isNull();
        }
        tests = SpecTags.in(REPOSITORY, "CloudRule");
    }

    @Test
    void tests_name_only_rules_that_exist() {
        var unknown = new TreeSet<>(tests.keySet());
        unknown.removeAll(ALL.keySet());
        assertThat(unknown).as("in no line of " + RULES).isEmpty();
    }

    @Test
    void each_rule_has_a_test_or_a_reason_why_it_has_none() {
        List<String> wrong = new ArrayList<>();
        for (Rule rule : ALL.values()) {
            if (rule.untested().isEmpty() != tests.containsKey(rule.id())) {
                wrong.add(rule.id());
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void options_are_keys_of_the_configuration() {
        List<String> keys = Repository.read(REPOSITORY.root().resolve(KEYS))
                .lines()
                .filter(line -> line.contains(" = "))
                .map(line -> line.substring(0, line.indexOf(" = ")))
                .map(key -> key.replace(" *", "")) // the mark of those that a reload changes
                .toList();
        for (Rule rule : ALL.values()) {
            if (!rule.option().isEmpty()) {
                assertThat(keys).as(rule.id()).contains(rule.option().split(", "));
            }
        }
    }

    @Test
    void the_page_shows_what_is_tested() throws IOException {
        var page = new StringBuilder(Repository.read(REPOSITORY.root().resolve(HEAD)));
        String section = "";
        for (Rule rule : ALL.values()) {
            if (!rule.section().equals(section)) {
                section = rule.section();
                page.append("\n## ")
                        .append(section)
                        .append(' ')
                        .append(TITLES.get(section))
                        .append("\n\n");
                page.append("| rule | the service | profile cloud | option | tests |\n|---|---|---|---|---|\n");
            }
            SortedSet<String> by = tests.getOrDefault(rule.id(), new TreeSet<>());
            String shown = by.isEmpty() ? "no test: " + rule.untested() : String.join("<br>", by);
            String option = rule.option().isEmpty() ? "" : "`" + rule.option().replace(", ", "`, `") + "`";
            page.append(
                    "| %s | %s | %s | %s | %s |\n".formatted(rule.id(), rule.service(), rule.ours(), option, shown));
        }
        Written.compare(REPOSITORY, PAGE, page.toString());
    }
}
