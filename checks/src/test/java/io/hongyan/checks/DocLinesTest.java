package io.hongyan.checks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DocLinesTest {
    private static final String WORDS = "word ".repeat(22) + "end";

    @Test
    void what_does_not_fit_goes_to_the_next_line_of_the_paragraph() {
        assertThat(DocLines.wrap("  /// " + WORDS + " over\n  /// and on\n  int x;\n"))
                .isEqualTo("  /// " + WORDS + "\n  /// over and on\n  int x;\n");
    }

    @Test
    void a_new_line_begins_where_the_next_one_is_another_paragraph() {
        assertThat(DocLines.wrap("/// " + WORDS + " over\n/// @param x of the method\n"))
                .isEqualTo("/// " + WORDS + "\n/// over\n/// @param x of the method\n");
    }

    @Test
    void the_rest_of_a_tag_hangs() {
        assertThat(DocLines.wrap("/// @param x " + WORDS + "\nint x;\n"))
                .isEqualTo("/// @param x " + "word ".repeat(20) + "word\n///   word end\nint x;\n");
    }

    @Test
    void code_and_tables_stay_as_they_are() {
        String code = "/// ```\n/// " + WORDS + " over\n/// ```\n/// | " + WORDS + " over |\n";
        assertThat(DocLines.wrap(code)).isEqualTo(code);
    }
}
