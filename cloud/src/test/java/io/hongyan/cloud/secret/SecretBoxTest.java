package io.hongyan.cloud.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SecretBoxTest {
    private static final byte[] OWNER = "a".getBytes(UTF_8);

    private final SecretBox box = new SecretBox(new byte[32], new Random(1));

    @Test
    void a_secret_comes_out_as_it_went_in() {
        byte[] sealed = box.seal("s3cret 鸿雁", OWNER);
        assertThat(box.open(sealed, OWNER)).isEqualTo("s3cret 鸿雁");
        assertThat(new String(sealed, UTF_8)).doesNotContain("s3cret");
    }

    @Test
    void the_same_secret_is_sealed_otherwise_each_time() {
        assertThat(box.seal("x", OWNER)).isNotEqualTo(box.seal("x", OWNER));
    }

    @Test
    void it_cannot_be_opened_as_that_of_another_owner_or_with_another_key_or_changed() {
        byte[] sealed = box.seal("x", OWNER);
        assertThatThrownBy(() -> box.open(sealed, "b".getBytes(UTF_8))).isInstanceOf(SecretException.class);
        byte[] key = new byte[32];
        key[0] = 1;
        assertThatThrownBy(() -> new SecretBox(key, new Random(1)).open(sealed, OWNER))
                .isInstanceOf(SecretException.class);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> box.open(changed, OWNER)).isInstanceOf(SecretException.class);
        }
        assertThatThrownBy(() -> box.open(new byte[3], OWNER)).isInstanceOf(SecretException.class);
    }

    @Test
    void a_key_of_another_length_is_refused() {
        assertThatThrownBy(() -> new SecretBox(new byte[16], new Random(1))).hasMessageContaining("32 bytes, not 16");
    }
}
