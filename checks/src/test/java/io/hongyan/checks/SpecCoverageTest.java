package io.hongyan.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Every statement of the standards that binds a server has a test that names it, a reason why it has none, or
/// stands in `uncovered.txt`, which may only say the truth.
///
/// With `-Dhongyan.update` the two written files are brought up to date instead of compared.
class SpecCoverageTest {
    private static final String UNCOVERED = "checks/src/test/resources/uncovered.txt";
    private static final String NOT_TESTED = "checks/src/test/resources/not-tested.tsv";
    private static final String PAGE = "docs/spec-coverage.md";

    private static final Repository REPOSITORY = Repository.here();
    private static final Map<String, Clause> CLAUSES = new TreeMap<>();
    private static final Map<String, String> REASONS = new TreeMap<>();
    private static SortedMap<String, SortedSet<String>> tests = new TreeMap<>();

    @BeforeAll
    static void read() {
        for (String[] row : Written.rows(REPOSITORY, "checks/src/test/resources/clauses.tsv")) {
            CLAUSES.put(row[0], new Clause(row[0], row[1], row[2]));
        }
        for (String[] row : Written.rows(REPOSITORY, NOT_TESTED)) {
            REASONS.put(row[0], row[1]);
        }
        tests = SpecTags.in(REPOSITORY, "Spec");
    }

    @Test
    void tests_name_only_statements_that_exist() {
        var unknown = new TreeMap<String, SortedSet<String>>(tests);
        unknown.keySet().removeAll(CLAUSES.keySet());
        assertThat(unknown).isEmpty();
        assertThat(REASONS.keySet()).as(NOT_TESTED).isSubsetOf(CLAUSES.keySet());
    }

    @Test
    void a_reason_stands_only_where_no_test_is() {
        assertThat(REASONS.keySet()).as(NOT_TESTED).doesNotContainAnyElementsOf(tests.keySet());
    }

    @Test
    void the_list_of_uncovered_statements_is_true() throws IOException {
        var lines = new StringBuilder();
        for (Clause clause : CLAUSES.values()) {
            if (clause.bindsServer() && !tests.containsKey(clause.id()) && !REASONS.containsKey(clause.id())) {
                lines.append(clause.id()).append('\n');
            }
        }
        Written.compare(REPOSITORY, UNCOVERED, lines.toString());
    }

    @Test
    void the_page_shows_what_is_tested() throws IOException {
        var page = new StringBuilder("""
                # Coverage of the standards

                Which test shows which numbered statement of MQTT 3.1.1 and 5.0 to hold. Made from the `@Spec` marks
                of the compiled tests; `CONTRIBUTING.md` says how to renew it. Statements that bind only a client
                appear when a test breaks them on purpose.

                """);
        for (String version : List.of("3.1.1", "5.0")) {
            section(page, version);
        }
        Written.compare(REPOSITORY, PAGE, page.toString());
    }

    private static void section(StringBuilder page, String version) {
        var rows = new StringBuilder();
        int all = 0;
        int tested = 0;
        for (Clause clause : CLAUSES.values()) {
            if (!clause.id().startsWith(version + "/")) {
                continue;
            }
            SortedSet<String> by = tests.getOrDefault(clause.id(), new TreeSet<>());
            String reason = REASONS.get(clause.id());
            if (clause.bindsServer()) {
                all++;
                tested += by.isEmpty() ? 0 : 1;
            } else if (by.isEmpty() && reason == null) {
                continue;
            }
            String shown = !by.isEmpty()
                    ? String.join("<br>", by)
                    : reason != null ? "no test: " + reason : "**not yet covered**";
            String number = clause.id().substring(version.length() + 1);
            rows.append("| %s | %s | %s | %s |\n".formatted(number, clause.binds(), clause.duty(), shown));
        }
        page.append("## MQTT %s\n\n%d of the %d statements that bind a server have a test.\n\n"
                .formatted(version, tested, all));
        page.append("| id | binds | duty | tests |\n|---|---|---|---|\n")
                .append(rows)
                .append('\n');
    }

    private record Clause(String id, String binds, String duty) implements Comparable<Clause> {
        boolean bindsServer() {
            return !binds.equals("client");
        }

        @Override
        public int compareTo(Clause other) {
            return id.compareTo(other.id);
        }
    }
}
