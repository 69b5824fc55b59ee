package io.hongyan.server.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: what is written is read again, and nothing doubtful is read at all.
class JsonTest {
    @Test
    void what_is_written_is_read_again() {
        Map<String, Object> object = Map.of(
                "text",
                "a\n\"b\" 鸿雁",
                "number",
                7_000_000_000L,
                "truth",
                true,
                "list",
                List.of("a", "b"),
                "objects",
                List.of(Map.of("x", 1L), Map.of()));
        assertThat(Json.object(Json.line(object)).values()).isEqualTo(object);
        assertThat(Json.object(Json.pretty(object)).values()).isEqualTo(object);
    }

    @Test
    void fields_are_asked_for_by_type() {
        JsonFields fields = Json.object(
                "{\"t\":\"x\",\"n\":5,\"b\":true,\"o\":{\"t\":\"y\"},\"l\":[\"p\"],\"os\":[{}],\"z\":null}");
        assertThat(fields.text("t")).isEqualTo("x");
        assertThat(fields.optionalText("missing")).isEmpty();
        assertThat(fields.optionalText("z")).isEmpty();
        assertThat(fields.number("n")).isEqualTo(5);
        assertThat(fields.number("missing", 9)).isEqualTo(9);
        assertThat(fields.truth("b", false)).isTrue();
        assertThat(fields.object("o").text("t")).isEqualTo("y");
        assertThat(fields.texts("l")).containsExactly("p");
        assertThat(fields.objects("os")).hasSize(1);
        assertThatThrownBy(() -> fields.text("n"))
                .isInstanceOf(JsonException.class)
                .hasMessage("n is text, not 5");
        assertThatThrownBy(() -> fields.text("missing")).hasMessage("missing is missing");
        assertThatThrownBy(() -> fields.object("t")).hasMessageContaining("other than an object");
        assertThatThrownBy(() -> fields.texts("os")).hasMessage("os is a list of texts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "1", "{", "{\"a\":1} x", "{\"a\":1,\"a\":2}", "{a:1}", "{\"a\":}"})
    void what_is_no_object_is_refused(String text) {
        assertThatThrownBy(() -> Json.object(text)).isInstanceOf(JsonException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{a:1};                  not JSON at line 1, column 2",
                "{\"a\":\\n  1,};         not JSON at line 2, column 5",
                "{\"a\": 1 \"b\": 2};     not JSON at line 1, column 9",
                "{\"a\": tru};            not JSON at line 1, column 7",
                "{\"a\": 01};             not JSON at line 1, column 8",
                "{\"a\": \"x;             not JSON at line 1, column 9: it ends too early",
                "{\"a\": [1, 2;          not JSON at line 1, column 12: it ends too early",
                "{\"a\": 99999999999999999999}; not JSON that can be taken at line 1, column 27: a number is too large"
            })
    void a_fault_is_told_by_its_place_and_in_our_words(String text, String message) {
        assertThatThrownBy(() -> Json.object(text.replace("\\n", "\n")))
                .isInstanceOf(JsonException.class)
                .hasMessage(message);
    }

    @Test
    void nesting_is_bounded() {
        String deep = "{\"a\":".repeat(100) + "1" + "}".repeat(100);
        assertThatThrownBy(() -> Json.object(deep))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("more than 64 levels deep, or a text is too long");
    }
}
