package io.hongyan.server.admin.describe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.server.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: what is written down of an operation is what it takes.
class OperationTest {
    private static final Operations OPERATIONS = Operations.read("""
            # Objects.

            shape Tag
              key: text 1..4 | For people
              value?: text

            shape Box
              like Tag
              inner?: Tag

            GET /boxes/{box} | One box
              query few?: number 1..10 = 5 | At most so many
              query from?: time
              query sort?: up/down = up
              query all?: truth = false
              query topic: text
              answer like Box

            POST /boxes | Make a box
              takes a box
              fixed id | the id of a box never changes
              body tags: [Tag] ..2 | Its tags
              body bytes?: number or text
              body names?: [text]
              body level?: decimal
              body open?: truth
              body kind?: small/large
              body until?: time
              body more?: {anything}
              refusals 409 503
            """);

    private static Query query(Map<String, String> given) {
        return OPERATIONS.of("GET", "/boxes/{box}").query(given);
    }

    private static void check(String body) {
        OPERATIONS.of("POST", "/boxes").check(Json.object(body).values());
    }

    @Test
    void a_parameter_that_is_not_given_is_what_holds_otherwise() {
        Query query = query(Map.of("topic", "a", "few", ""));
        assertThat(query.number("few")).isEqualTo(5);
        assertThat(query.text("sort")).isEqualTo("up");
        assertThat(query.truth("all")).isFalse();
        assertThat(query.time("from")).isNull();
    }

    @Test
    void a_parameter_that_is_given_is_read() {
        Query query =
                query(Map.of("topic", "a", "few", "10", "sort", "down", "all", "true", "from", "2026-11-30T08:00:00Z"));
        assertThat(query.number("few")).isEqualTo(10);
        assertThat(query.text("topic")).isEqualTo("a");
        assertThat(query.text("sort")).isEqualTo("down");
        assertThat(query.truth("all")).isTrue();
        assertThat(query.time("from")).isEqualTo(Instant.parse("2026-11-30T08:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "few, 0, 'few is 1 to 10, not 0'",
        "few, 1e3, 'few is 1 to 10, not 1e3'",
        "sort, left, 'sort is up or down, not left'",
        "all, yes, 'all is true or false, not yes'",
        "from, today, 'from is a time as 2026-11-30T08:00:00Z, not today'",
        "fow, 1, 'there is no parameter fow here; did you mean few?'",
        "zebra, 1, 'there is no parameter zebra here; known are few, from, sort, all, topic'",
        "topic, '', 'topic is missing: ?topic=...'"
    })
    void a_parameter_that_does_not_fit_is_refused(String name, String value, String why) {
        Map<String, String> given = name.equals("topic") ? Map.of(name, value) : Map.of("topic", "a", name, value);
        assertThatThrownBy(() -> query(given))
                .isInstanceOf(UnfitException.class)
                .hasMessage(why);
    }

    @Test
    void to_ask_for_what_is_not_described_is_a_fault_of_the_program() {
        Query query = query(Map.of("topic", "a"));
        assertThatThrownBy(() -> query.text("limit"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("GET /boxes/{box} asks for limit, which is not described: write a line 'query limit'"
                        + " below it");
        assertThatThrownBy(() -> OPERATIONS.of("PUT", "/boxes"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("PUT /boxes is not described");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'tags':[]}",
                "{'tags':[{'key':'a'},{'key':'b','value':''}],'bytes':5}",
                "{'tags':[],'bytes':'5MiB','names':['a'],'level':1,'open':false,'kind':'small'}",
                "{'tags':[],'level':1.5,'until':'2026-11-30T08:00:00Z','more':{'a':[1]}}"
            })
    void a_body_that_fits_is_taken(String body) {
        assertThatCode(() -> check(body.replace('\'', '"'))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                   | tags is missing",
                "{'tags':null}                        | tags is a list of objects, not null; leave it out",
                "{'tags':{}}                          | tags is a list of objects, not {}",
                "{'tags':['a']}                       | tags[0] is an object, not \"a\"",
                "{'tags':[{'value':'a'}]}             | tags[0].key is missing",
                "{'tags':[{'key':'a','keyy':'b'}]}    | tags[0] has no keyy; it has key, value",
                "{'tags':[{'key':'abcde'}]}           | tags[0].key is a text of 1 to 4 characters, not \"abcde\"",
                "{'tags':[{'key':'\\ud800'}]}         | tags[0].key has half a character",
                "{'tags':[{'key':'a'},{'key':'b'},{'key':'c'}]} | tags has at most 2 entries, not 3",
                "{'tags':[],'colour':1}               | a box has no colour; it has bytes, kind, level, more, names",
                "{'tags':[],'id':1}                   | the id of a box never changes",
                "{'tags':[],'bytes':true}             | bytes is a whole number or text, not true",
                "{'tags':[],'names':'a'}              | names is a list of texts, not \"a\"",
                "{'tags':[],'level':'1'}              | level is a number, not \"1\"",
                "{'tags':[],'open':'true'}            | open is true or false, not \"true\"",
                "{'tags':[],'kind':'huge'}            | kind is small or large, not huge",
                "{'tags':[],'until':'noon'}           | until is a time as 2026-11-30T08:00:00Z, not \"noon\"",
                "{'tags':[],'more':[]}                | more is an object, not []"
            })
    void a_body_that_does_not_fit_is_refused_by_the_name_of_its_field(String body, String why) {
        assertThatThrownBy(() -> check(body.replace('\'', '"')))
                .isInstanceOf(UnfitException.class)
                .hasMessageStartingWith(why);
    }

    @Test
    void an_operation_without_fields_takes_none() {
        assertThatThrownBy(() -> OPERATIONS.of("GET", "/boxes/{box}").check(Map.of("b", 1, "a", 2)))
                .hasMessage("this takes no fields, and not a, b");
    }

    @Test
    void an_operation_refuses_with_what_is_written_down_and_what_all_do() {
        assertThat(OpenApiWriter.statuses(OPERATIONS.of("POST", "/boxes")))
                .isEqualTo(List.of(400, 401, 403, 409, 413, 503));
        assertThat(OpenApiWriter.statuses(OPERATIONS.of("GET", "/boxes/{box}"))).isEqualTo(List.of(400, 401, 403, 404));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /a",
                "GET /a | A\n  query b",
                "GET /a | A\n  query b: colour",
                "GET /a | A\n  asks b: text",
                "GET /a | A\n  answer like Nothing",
                "GET /a | A\nGET /a | A"
            })
    void what_is_not_written_as_it_should_be_is_a_fault_of_the_program(String text) {
        assertThatThrownBy(() -> Operations.read(text)).isInstanceOf(IllegalStateException.class);
    }
}
