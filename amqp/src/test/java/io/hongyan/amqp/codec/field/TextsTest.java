package io.hongyan.amqp.codec.field;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "\u007f",
                "\u0080",
                "é",
                "\u07ff",
                "\u0800",
                "鸿雁",
                "\ud7ff",
                "\ue000",
                "\uffff",
                "🪿",
                "a🪿b",
                "\ud83e",
                "\udebf",
                "\udebf\ud83e",
                "a\ud83eb",
                "\0"
            })
    void texts_are_written_as_the_jdk_writes_them(String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        assertThat(Texts.length(text)).isEqualTo(utf8.length);

        ByteBuffer shorter = ByteBuffer.allocate(Texts.shortLength(text));
        Texts.putShort(text, shorter);
        assertThat(shorter.hasRemaining()).isFalse();
        assertThat(shorter.get(0)).isEqualTo((byte) utf8.length);
        assertThat(shorter.slice(1, utf8.length)).isEqualTo(ByteBuffer.wrap(utf8));

        ByteBuffer longer = ByteBuffer.allocate(Texts.longLength(text));
        Texts.putLong(text, longer);
        assertThat(longer.hasRemaining()).isFalse();
        assertThat(longer.getInt(0)).isEqualTo(utf8.length);
        assertThat(longer.slice(4, utf8.length)).isEqualTo(ByteBuffer.wrap(utf8));
    }

    @Test
    void a_short_string_has_at_most_255_bytes() {
        Texts.checkShort("鸿".repeat(85), "queue");
        assertThatThrownBy(() -> Texts.checkShort("鸿".repeat(85) + "a", "queue"))
                .hasMessage("queue has at most 255 bytes, not 256");
        assertThat(Texts.shortLength("a".repeat(255))).isEqualTo(256);
        assertThatThrownBy(() -> Texts.shortLength("a".repeat(256))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_text_of_the_peer_is_shown_cut_and_without_control_characters() {
        assertThat(Texts.shown("a\nb\u0085")).isEqualTo("'a?b?'");
        assertThat(Texts.shown("🪿".repeat(64))).isEqualTo("'" + "🪿".repeat(64) + "'");
        assertThat(Texts.shown("🪿".repeat(65))).isEqualTo("'" + "🪿".repeat(64) + "...'");
    }
}
