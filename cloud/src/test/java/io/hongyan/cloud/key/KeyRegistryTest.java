package io.hongyan.cloud.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cloud.FakeClock;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.AccessRight;
import io.hongyan.cloud.metadata.MemoryMetadataStore;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.Profile;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyRegistryTest {
    private static final String INSTANCE = "mqtt-one";

    private final Metadata metadata = Metadata.open(new MemoryMetadataStore(), new FakeClock(), new Random(1));
    private final KeyRegistry keys = new KeyRegistry(metadata, "decoy");

    private boolean may(SigningKey key) {
        return keys.may(key, AccessRight.PUBLISH, INSTANCE, "TopicA/x".getBytes(UTF_8), "GID_A@@@1");
    }

    @Test
    void a_key_that_was_made_anew_with_another_secret_gives_the_old_one_no_right() {
        metadata.createInstance(INSTANCE, Profile.CLOUD);
        metadata.createAccessKey(new AccessKey("key", "first"));
        SigningKey first = Objects.requireNonNull(keys.find("key"));
        assertThat(may(first)).isTrue();
        metadata.deleteAccessKey("key");
        assertThat(may(first)).isFalse();
        metadata.createAccessKey(new AccessKey("key", "second"));
        assertThat(may(first)).isFalse();
        assertThat(may(Objects.requireNonNull(keys.find("key")))).isTrue();
    }
}
