package io.hongyan.server.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"data/inside", "data/store/copy", "other/../data/inside"})
    void a_copy_into_the_data_folder_is_refused(String place) throws Exception {
        Path data = Files.createDirectories(folder.resolve("data/store")).getParent();
        assertThatThrownBy(() -> Backup.write(data, null, folder.resolve(place)))
                .isInstanceOf(DataFolderException.class)
                .hasMessageContaining("outside the data folder");
        assertThat(folder.resolve("data/inside")).doesNotExist();
        assertThat(folder.resolve("data/store")).isEmptyDirectory();
    }

    @Test
    void a_copy_that_fails_leaves_nothing_and_says_why() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(data.resolve(MetadataFile.NAME), "{}");
        Path broken = Files.createSymbolicLink(data.resolve("broken"), folder.resolve("nowhere"));
        assertThatThrownBy(() -> Backup.write(data, null, folder.resolve("new/deep/copy")))
                .hasMessageContaining(folder.resolve("new/deep/copy").toString())
                .hasMessageContaining(broken + ": there is no such file");
        assertThat(folder.resolve("new")).doesNotExist();
        Path other = Files.createDirectories(folder.resolve("other"));
        assertThatThrownBy(() -> Backup.restore(data, other)).hasMessageContaining(broken.toString());
        assertThat(other).as("a half of a data folder").doesNotExist();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_place_that_takes_no_folder_is_named() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        assertThatThrownBy(() -> Backup.write(data, null, Path.of("/proc/copy")))
                .hasMessage("cannot write the copy /proc/copy: /proc/copy: no folder can be made there");
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> Backup.write(data, null, file.resolve("copy")))
                .hasMessageContaining(file + " is not a folder");
    }

    @Test
    void a_copy_has_what_belongs_to_no_running_process() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(data.resolve(MetadataFile.NAME), "{}");
        Files.writeString(data.resolve(DataFolder.LOCK), "");
        Path copy = folder.resolve("copy");
        Backup.write(data, null, copy);
        assertThat(copy.resolve(MetadataFile.NAME)).hasContent("{}");
        assertThat(copy.resolve(DataFolder.LOCK)).doesNotExist();
    }
}
