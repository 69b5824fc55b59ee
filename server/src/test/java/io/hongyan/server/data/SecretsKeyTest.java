package io.hongyan.server.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.cloud.secret.SecretBox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsKeyTest {
    private static final byte[] OWNER = {1};

    @TempDir
    private Path folder;

    private final RecordTable rows = new MemoryStore().records();

    private SecretBox box(String configured) {
        SecretsKey key = SecretsKey.read(folder, configured, new SecureRandom());
        key.join(rows);
        key.keep(rows);
        return key.box();
    }

    @Test
    void the_key_is_made_once_and_read_by_its_owner_alone() throws IOException {
        byte[] sealed = box("").seal("x", OWNER);
        assertThat(box("").open(sealed, OWNER)).isEqualTo("x");
        assertThat(Files.getPosixFilePermissions(folder.resolve("secrets.key"))).hasSize(2);
    }

    @Test
    void a_new_key_is_not_written_before_it_has_joined_a_store() {
        SecretsKey key = SecretsKey.read(folder, "", new SecureRandom());
        assertThat(key.isNew()).isTrue();
        assertThat(folder.resolve("secrets.key")).doesNotExist();
        key.join(rows);
        assertThat(folder.resolve("secrets.key")).exists();
    }

    @Test
    void it_may_stand_elsewhere() {
        Path other = folder.resolve("other.key");
        box(other.toString());
        assertThat(other).exists();
        assertThat(folder.resolve("secrets.key")).doesNotExist();
    }

    @Test
    void a_store_does_not_open_without_its_key_or_with_another() throws IOException {
        box("");
        Path file = folder.resolve("secrets.key");
        Files.move(file, folder.resolve("away"));
        assertThatThrownBy(() -> box(""))
                .isInstanceOf(DataFolderException.class)
                .hasMessageContaining("backup");
        Files.writeString(file, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", UTF_8);
        assertThatThrownBy(() -> box("")).hasMessageContaining("is not the key");
        Files.writeString(file, "short", UTF_8);
        assertThatThrownBy(() -> box("")).hasMessageContaining("32 bytes in Base64");
        Files.delete(file);
        Files.move(folder.resolve("away"), file);
        box("");
    }
}
