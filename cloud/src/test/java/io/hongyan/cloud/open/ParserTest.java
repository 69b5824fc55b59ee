package io.hongyan.cloud.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.cloud.metadata.AclRule;
import io.hongyan.cloud.metadata.AclRule.Action;
import io.hongyan.cloud.metadata.AclRule.Effect;
import io.hongyan.cloud.metadata.PasswordUser;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParserTest {
    private static final String HASH = "$2a$04$zVHmKQtGGQob.b/Nc7l9NO8UlrYcW05FiuCj/SxsFO/ZtiN9.mNzy";

    /// Whoever swaps the two files finds no hash in the log.
    @Test
    void swapped_files_are_called_so_and_no_hash_is_shown() {
        String bcrypt = "$2y$10$" + "a".repeat(53);
        String mosquitto = "$7$101$c2FsdHNhbHQ=$aGFzaGhhc2g=";
        List<String> users = List.of(
                "alice:" + bcrypt,
                "bob:" + mosquitto,
                "carol:" + bcrypt + ":SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy",
                "dave:plain-password",
                "topic read " + mosquitto + "#",
                bcrypt + ":alice");
        for (Runnable reading :
                List.<Runnable>of(() -> AclParser.read(users), () -> PasswordFileParser.read(users.subList(4, 6)))) {
            assertThatThrownBy(reading::run)
                    .isInstanceOf(LinesException.class)
                    .hasMessageNotContaining("$")
                    .hasMessageNotContaining("plain-password")
                    .hasMessageContaining("named in place of that of");
        }
    }

    @Test
    void users_are_read_from_lines() {
        assertThat(PasswordFileParser.read(List.of("# users", "", "ann:" + HASH, "  bob:" + HASH + "  ")))
                .extracting(PasswordUser::name)
                .containsExactly("ann", "bob");
    }

    @Test
    void rights_are_read_from_lines() {
        assertThat(AclParser.read(List.of(
                        "topic read public/#",
                        "# ann's",
                        "user ann b.",
                        "topic write up/a b",
                        "topic readwrite rw",
                        "topic own/+",
                        "topic deny no",
                        "pattern read in/%c")))
                .containsExactly(
                        new AclRule(Effect.ALLOW, Action.SUBSCRIBE, "", "public/#"),
                        new AclRule(Effect.ALLOW, Action.PUBLISH, "ann b.", "up/a b"),
                        new AclRule(Effect.ALLOW, Action.BOTH, "ann b.", "rw"),
                        new AclRule(Effect.ALLOW, Action.BOTH, "ann b.", "own/+"),
                        new AclRule(Effect.DENY, Action.BOTH, "ann b.", "no"),
                        new AclRule(Effect.ALLOW, Action.SUBSCRIBE, null, "in/%c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann", ":hash", "ann:", "ann:plain", "ann:$7$101$Mosquitto$hash", "one:" + HASH})
    void a_wrong_password_line_is_named(String line) {
        assertThatThrownBy(() -> PasswordFileParser.read(List.of("# comment", "one:" + HASH, line)))
                .isInstanceOf(LinesException.class)
                .hasMessageStartingWith("line 3: ");
    }

    @Test
    void all_wrong_lines_are_named() {
        assertThatThrownBy(() -> AclParser.read(List.of("topic denny a", "topic b", "usr ann")))
                .asInstanceOf(InstanceOfAssertFactories.type(LinesException.class))
                .extracting(LinesException::faults)
                .asInstanceOf(InstanceOfAssertFactories.list(LineFault.class))
                .extracting(LineFault::line)
                .containsExactly(1, 3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "allow all",
                "topic",
                "topic read a/#/b",
                "topic deni secret/#",
                "topic readwrit x",
                "pattern wirte %c/#",
                "topic Deny x",
                "topic a/%c",
                "topic a/%u/b",
                "user",
                "pattern",
                "pattern read %c+",
                "pattern $share/g/x"
            })
    void a_wrong_acl_line_is_named(String line) {
        assertThatThrownBy(() -> AclParser.read(List.of("", "user ann", line)))
                .isInstanceOf(LinesException.class)
                .hasMessageStartingWith("line 3: ");
    }

    @ParameterizedTest
    @CsvSource({
        "dev/%c/#, d1, dev/d1/x, true",
        "dev/%c/#, d2, dev/d1/x, false",
        "dev/%c/#, +, dev/d1/x, false",
        "dev/%c/#, #, dev/d1/x, false",
        "dev/%c/x, #, dev/#/x, false",
        "dev/%c/x, a/b, dev/a/b/x, false",
        "dev-%c, d1, dev-d1, true",
        "dev-%c, +, dev-d1, false",
        "%c/#, $SYS, $SYS/broker, false",
        "%c/g/x, $share, x, false",
        "%c%u/x, d1, d1ann/x, true",
        "%c/x, %u, ann/x, false",
        "/%c, d1, /d1, true",
        "//%c/, d1, //d1/, true"
    })
    void a_name_never_widens_a_right(String pattern, String clientId, String topic, boolean allowed) {
        Acl acl = new Acl(List.of(new AclRule(Effect.ALLOW, Action.BOTH, null, pattern)));
        if (!topic.contains("#")) {
            assertThat(acl.mayPublish("ann", clientId, Topic.of(topic))).isEqualTo(allowed);
        }
        assertThat(acl.maySubscribe("ann", clientId, TopicFilter.parse("dev/+/x")))
                .isFalse();
        assertThat(acl.maySubscribe("ann", clientId, TopicFilter.parse("#"))).isFalse();
        assertThat(acl.maySubscribe("ann", clientId, TopicFilter.parse("$SYS/#")))
                .isFalse();
    }

    @Test
    void a_name_never_narrows_a_denial() {
        Acl acl = new Acl(List.of(
                new AclRule(Effect.ALLOW, Action.BOTH, null, "#"),
                new AclRule(Effect.DENY, Action.BOTH, null, "dev/%c/secret")));
        assertThat(acl.mayPublish("", "d1", Topic.of("dev/d1/secret"))).isFalse();
        assertThat(acl.mayPublish("", "d1", Topic.of("dev/d2/secret"))).isTrue();
        assertThat(acl.mayPublish("", "+", Topic.of("dev/d2/secret"))).isFalse();
        assertThat(acl.maySubscribe("", "d1", TopicFilter.parse("dev/#"))).isFalse();
        assertThat(acl.maySubscribe("", "d1", TopicFilter.parse("dev/+/secret")))
                .isFalse();
        assertThat(acl.maySubscribe("", "d1", TopicFilter.parse("dev/d2/#"))).isTrue();
    }
}
