package io.hongyan.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.checks.JavaText.Comment;
import org.junit.jupiter.api.Test;

class JavaTextTest {
    @Test
    void literals_and_comments_are_blanked_and_lines_kept() {
        JavaText text = JavaText.of("""
                String s = "// \\" no comment"; // one
                char c = '"'; /* two
                lines */ int x;
                """);
        assertThat(text.code().lines().map(String::stripTrailing))
                .containsExactly("String s =                   ;", "char c =    ;", "         int x;");
        assertThat(text.comments()).containsExactly(new Comment(1, "// one"), new Comment(2, "/* two\nlines */"));
    }

    @Test
    void a_text_block_is_one_literal() {
        JavaText text = JavaText.of("s = \"\"\"\n    it's \"quoted\" // not a comment\n    \"\"\"; // end\n");
        assertThat(text.comments()).containsExactly(new Comment(3, "// end"));
    }
}
