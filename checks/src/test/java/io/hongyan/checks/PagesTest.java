package io.hongyan.checks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The pages for people: links lead somewhere, and the README says the same in both languages.
class PagesTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(?:#[^)]*)?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^(#+) ");
    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$|^    .*?$");
    private static final Pattern ROW = Pattern.compile("(?m)^\\|.*\\|$");

    private final Repository repository = Repository.here();

    private String read(String page) throws IOException {
        return Files.readString(repository.root().resolve(page), UTF_8);
    }

    private static List<String> all(Pattern pattern, String text, int group) {
        return pattern.matcher(text).results().map(found -> found.group(group)).toList();
    }

    @Test
    void every_link_to_a_file_leads_to_one() throws IOException {
        List<String> dead = new ArrayList<>();
        for (Path page : repository.files()) {
            if (!page.toString().endsWith(".md") || page.toString().contains("/src/")) {
                continue;
            }
            String text = CODE.matcher(Files.readString(page, UTF_8)).replaceAll("");
            for (String target : all(LINK, text, 1)) {
                if (!target.contains(":") && !Files.exists(page.resolveSibling(target))) {
                    dead.add(repository.root().relativize(page) + ": " + target);
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    @Test
    void the_readme_has_the_same_headings_commands_tables_and_links_in_both_languages() throws IOException {
        String english = read("README.md");
        String chinese = read("README.zh-CN.md");
        assertThat(all(HEADING, chinese, 1)).isEqualTo(all(HEADING, english, 1)).isNotEmpty();
        assertThat(all(CODE, chinese, 0)).isEqualTo(all(CODE, english, 0)).isNotEmpty();
        assertThat(all(ROW, chinese, 0)).hasSameSizeAs(all(ROW, english, 0)).isNotEmpty();
        assertThat(all(LINK, chinese, 1).stream().skip(1).toList())
                .isEqualTo(all(LINK, english, 1).stream().skip(1).toList())
                .isNotEmpty();
    }
}
