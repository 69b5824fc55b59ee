package io.hongyan.server.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: commands log in with a key that is accepted, or say why they have none, wherever the key of the secrets is.
class RotatedLoginTest {
    private static final Credentials FIRST = new Credentials("plant", "first", "first-secret", "GID_a", "a");

    @TempDir
    private Path parent;

    private Path folder;
    private Path elsewhere;

    @BeforeEach
    void name() throws IOException {
        folder = Files.createDirectory(parent.resolve("data"));
        elsewhere = parent.resolve("kept.key");
    }

    private Metadata open(String configured) {
        SecretsKey key = SecretsKey.read(folder, configured, new SecureRandom());
        HeldMetadata held = new HeldMetadata(new MetadataFile(folder, key));
        Metadata metadata = Metadata.open(held, new SystemClock(), new SecureRandom());
        key.join(new MemoryStore().records());
        held.release();
        return metadata;
    }

    private Metadata rotated(String configured) {
        Metadata metadata = open(configured);
        metadata.createInstance("plant", Profile.CLOUD);
        metadata.createAccessKey(new AccessKey("second", "second-secret"));
        return metadata;
    }

    @Test
    void the_newest_other_key_is_taken_when_the_first_one_is_gone() {
        rotated("");
        assertThat(FIRST.current(folder)).get().returns("second-secret", Credentials::secretKey);
    }

    @Test
    void it_is_found_when_the_key_of_the_secrets_is_elsewhere() {
        rotated(elsewhere.toString());
        assertThat(FIRST.current(folder)).get().returns("second-secret", Credentials::secretKey);
    }

    @Test
    void it_is_found_after_the_key_of_the_secrets_was_moved_and_the_service_started() throws IOException {
        rotated("");
        Files.move(folder.resolve("secrets.key"), elsewhere);
        open(elsewhere.toString());
        assertThat(FIRST.current(folder)).get().returns("second-secret", Credentials::secretKey);
        Files.move(elsewhere, folder.resolve("secrets.key"));
        open("");
        assertThat(FIRST.current(folder)).get().returns("second-secret", Credentials::secretKey);
        assertThat(folder.resolve("metadata.json")).content().doesNotContain("secretsKey");
    }

    @Test
    void a_key_that_is_gone_is_not_taken_when_the_secrets_of_the_others_cannot_be_read() throws IOException {
        Metadata metadata = rotated(elsewhere.toString());
        Files.delete(elsewhere);
        assertThatThrownBy(() -> FIRST.current(folder))
                .isInstanceOf(DataFolderException.class)
                .hasMessageContaining("first, is disabled or was deleted")
                .hasMessageContaining("kept.key is not there")
                .hasMessageContaining("--ak, --sk, --instance and --group");
        assertThat(metadata.snapshot().accessKey("second")).isPresent();
    }

    @Test
    void the_first_one_is_taken_without_the_key_of_the_secrets_as_long_as_it_is_accepted() throws IOException {
        rotated(elsewhere.toString()).createAccessKey(new AccessKey("first", "first-secret"));
        Files.delete(elsewhere);
        assertThat(FIRST.current(folder)).contains(FIRST);
    }
}
