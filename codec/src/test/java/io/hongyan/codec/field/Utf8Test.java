package io.hongyan.codec.field;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hongyan.codec.Hex;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.spec.Spec;
import io.hongyan.codec.topic.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "c0 80",
                "c1 bf",
                "80",
                "bf",
                "c3",
                "c3 28",
                "e0 80 80",
                "e0 9f bf",
                "e4 b8",
                "e4 b8 41",
                "ed a0 80",
                "ed bf bf",
                "f0 80 80 80",
                "f0 8f bf bf",
                "f0 9f aa",
                "f4 90 80 80",
                "f5 80 80 80",
                "fe",
                "ff"
            })
    @Spec({"3.1.1/MQTT-1.5.3-1", "5.0/MQTT-1.5.4-1"})
    void ill_formed_text_is_refused_wherever_it_stands(String bad) {
        byte[] bytes = Hex.bytes(bad);
        for (int before = 0; before < 20; before++) {
            for (int after = 0; after < 10; after += 9) {
                assertThat(clause("a".repeat(before), bytes, "z".repeat(after))).isEqualTo("MQTT-1.5.4-1");
            }
        }
    }

    @Test
    @Spec({"3.1.1/MQTT-1.5.3-2", "5.0/MQTT-1.5.4-2"})
    void zero_is_refused_wherever_it_stands() {
        for (int before = 0; before < 20; before++) {
            for (int after = 0; after < 20; after++) {
                assertThat(clause("a".repeat(before), new byte[1], "z".repeat(after)))
                        .isEqualTo("MQTT-1.5.4-2");
            }
        }
    }

    @Test
    @Spec({"3.1.1/MQTT-1.5.3-3", "5.0/MQTT-1.5.4-3"})
    void every_character_but_zero_and_surrogates_is_let_through() {
        for (int character = 1; character <= Character.MAX_CODE_POINT; character++) {
            if (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE) {
                byte[] bytes = Character.toString(character).getBytes(UTF_8);
                Utf8.check(bytes, 0, bytes.length);
            }
        }
        assertThat(Topic.decoded(Hex.bytes("ef bb bf 'a'")).toString()).isEqualTo("\ufeffa");
    }

    @Test
    void random_bytes_are_judged_as_the_platform_judges_them() {
        Random random = new Random(11);
        byte[] frequent = Hex.bytes("41 42 c3 a9 e4 b8 ad ed 9f bf ee 80 f0 9f aa bf f4 8f");
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(12)];
            for (int k = 0; k < bytes.length; k++) {
                bytes[k] = frequent[random.nextInt(frequent.length)];
            }
            assertThat(clause("", bytes, "") == null).isEqualTo(isWellFormed(bytes));
        }
    }

    @Test
    void our_own_text_is_measured_and_checked() {
        assertThat(Utf8.length("aé中🪿")).isEqualTo(10);
        assertThat(Utf8.encode("aé中🪿")).isEqualTo("aé中🪿".getBytes(UTF_8));
        assertThatIllegalArgumentException().isThrownBy(() -> Utf8.length("a\0"));
        assertThatIllegalArgumentException().isThrownBy(() -> Utf8.length("\ud83e"));
        assertThatIllegalArgumentException().isThrownBy(() -> Utf8.length("\ud83ea"));
        assertThatIllegalArgumentException().isThrownBy(() -> Utf8.length("\udebf"));
        assertThatIllegalArgumentException().isThrownBy(() -> Utf8.length("x".repeat(65_536)));
        assertThatCode(() -> Utf8.length("x".repeat(65_535))).doesNotThrowAnyException();
    }

    private static String clause(String before, byte[] middle, String after) {
        ByteBuffer text = ByteBuffer.allocate(before.length() + middle.length + after.length());
        text.put(before.getBytes(UTF_8)).put(middle).put(after.getBytes(UTF_8));
        ProtocolException violation =
                catchThrowableOfType(ProtocolException.class, () -> Utf8.check(text.array(), 0, text.capacity()));
        return violation == null ? null : violation.clause();
    }

    private static boolean isWellFormed(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
