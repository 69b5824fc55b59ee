package io.hongyan.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: files are read again exactly when they change or somebody asks, and a bad file does no harm.
class FileWatcherTest {
    @TempDir
    private Path folder;

    private final FileWatcher watch = new FileWatcher();
    private final AtomicInteger reads = new AtomicInteger();
    private Path certificate;

    @BeforeEach
    void prepare() throws IOException {
        certificate = Files.writeString(folder.resolve("server.crt"), "one");
        watch.add("tls", List.of(certificate, folder.resolve("missing.key")), this::read);
    }

    private List<String> read() {
        reads.incrementAndGet();
        return List.of();
    }

    @Test
    void nothing_is_read_while_nothing_changes() {
        watch.look();
        watch.look();
        assertThat(reads).hasValue(0);
    }

    @Test
    void a_changed_or_replaced_or_new_file_is_read_once() throws IOException {
        Files.writeString(certificate, "longer");
        watch.look();
        watch.look();
        assertThat(reads).hasValue(1);
        Path next = Files.writeString(folder.resolve("next"), "longer");
        Files.move(next, certificate, StandardCopyOption.REPLACE_EXISTING);
        watch.look();
        assertThat(reads).hasValue(2);
        Files.writeString(folder.resolve("missing.key"), "key");
        watch.look();
        watch.look();
        assertThat(reads).hasValue(3);
    }

    /// Reading a pipe waits for somebody who writes, and a device may never end.
    @Test
    void what_is_no_file_is_not_read() throws IOException {
        Path folder = Files.createDirectory(this.folder.resolve("key"));
        watch.add("pipe", List.of(Path.of("/dev/zero")), this::read);
        watch.add("folder", List.of(folder), this::read);
        assertThat(watch.reload().refused())
                .containsEntry("pipe", "/dev/zero is no file")
                .containsEntry("folder", folder + " is no file");
        assertThat(reads).hasValue(1);
    }

    @Test
    void asking_reads_all_and_names_what_could_be_used_and_what_not() {
        watch.add("bad", List.of(certificate), () -> {
            throw new IOException("no key in it");
        });
        assertThat(watch.reload()).isEqualTo(new FileWatcher.Reloaded(List.of("tls"), Map.of("bad", "no key in it")));
        assertThat(reads).hasValue(1);
        watch.add("empty", List.of(certificate), () -> List.of("nothing is in it"));
        assertThat(watch.reload().notes()).containsExactly("nothing is in it");
        assertThat(watch.failures()).isEqualTo(Map.of("tls", 0L, "bad", 2L, "empty", 0L));
    }
}
