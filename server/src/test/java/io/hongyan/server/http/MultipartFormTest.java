package io.hongyan.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartFormTest {
    private static final String TYPE = "multipart/form-data; boundary=--x";
    private static final String END = "----x--\r\n";

    private static String part(String disposition, String content) {
        return "----x\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + content + "\r\n";
    }

    private static List<Map.Entry<String, String>> fields(String body) {
        return MultipartForm.fields(TYPE, body.getBytes(UTF_8));
    }

    private static void refused(String body, String why) {
        assertThatThrownBy(() -> fields(body))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void names_and_values_come_in_their_order_as_they_were_sent() {
        String body = part("name=\"actions\"", "R,W") + part("name=\"r\"", "a/#,\r\nb/+ 中 %41") + part("name=e", "");
        assertThat(fields(body + END))
                .containsExactly(Map.entry("actions", "R,W"), Map.entry("r", "a/#,\r\nb/+ 中 %41"), Map.entry("e", ""));
        assertThat(fields(END)).isEmpty();
    }

    @Test
    void the_end_has_to_be_there() {
        String body = part("name=\"a\"", "1") + part("name=\"b\"", "2");
        refused(body, "unexpected EOF");
        refused(body + "----x", "unexpected EOF");
        refused(body.substring(0, 30), "unexpected EOF");
        refused("", "unexpected EOF");
        refused("a=1&b=2", "unexpected EOF");
    }

    @Test
    void there_are_1000_parts_at_most() {
        String parts = IntStream.range(0, 1000)
                .mapToObj(i -> part("name=\"n" + i + "\"", ""))
                .collect(Collectors.joining());
        assertThat(fields(parts + END)).hasSize(1000);
        refused(parts + part("name=\"more\"", "") + END, "1000");
        refused(part("name=\"n\"", "").repeat(10_000) + END, "1000");
    }

    @Test
    void a_part_has_no_more_headers_than_a_form_needs() {
        refused(part("name=\"" + "n".repeat(10_000) + "\"", "1") + END, "headers max length exceeded: 8192");
    }

    @Test
    void what_is_not_utf_8_is_refused() {
        byte[] body = (part("name=\"a\"", "é") + END).getBytes(ISO_8859_1);
        assertThatThrownBy(() -> MultipartForm.fields(TYPE, body))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("part a of the form is not UTF-8");
    }

    @Test
    void files_are_refused() {
        refused(part("name=\"a\"; filename=\"x.txt\"", "1") + END, "part a of the form is a file");
        refused(part("name=\"a\"; filename*=UTF-8''x.txt", "1") + END, "part a of the form is a file");
        refused(part("name=\"a\"; filename=\"\"", "1") + END, "part a of the form is a file");
    }

    @Test
    void a_part_needs_a_name_and_no_encoding() {
        refused(part("names=\"a\"", "1") + END, "no name");
        refused(part("name=\"\"", "1") + END, "no name");
        refused("----x\r\nX: y\r\n\r\n1\r\n" + END, "no name");
        refused(part("name=\"a\"\r\nContent-Transfer-Encoding: base64", "MQ==") + END, "Content-Transfer-Encoding");
        assertThat(fields(part("name=\"a\"\r\nContent-Transfer-Encoding: 8BIT", "1") + END))
                .containsExactly(Map.entry("a", "1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"multipart/form-data", "multipart/form-data; boundary=\"\"", "", "multipart/form-data; bound"})
    void a_form_without_a_boundary_is_refused(String type) {
        assertThatThrownBy(() -> MultipartForm.fields(type, END.getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("boundary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Boundary=--x", "BOUNDARY=\"--x\"", "charset=utf-8; BounDary=--x", "boundary=\"--\\x\""})
    void names_of_parameters_are_in_capitals_or_not(String boundary) {
        String body = part("NAME=\"a\"", "1") + END;
        assertThat(MultipartForm.fields("Multipart/Form-Data; " + boundary, body.getBytes(UTF_8)))
                .containsExactly(Map.entry("a", "1"));
    }

    @Test
    void a_boundary_has_70_characters_at_most() {
        String body = "--" + "b".repeat(70) + "--\r\n";
        assertThat(MultipartForm.fields("multipart/form-data; boundary=" + "b".repeat(70), body.getBytes(UTF_8)))
                .isEmpty();
        assertThatThrownBy(() ->
                        MultipartForm.fields("multipart/form-data; boundary=" + "b".repeat(71), body.getBytes(UTF_8)))
                .hasMessageContaining("boundary of 1 to 70");
    }
}
