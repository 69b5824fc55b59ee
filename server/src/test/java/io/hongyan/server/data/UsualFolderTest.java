package io.hongyan.server.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a command without `--data` finds the folder that `serve` has in the same environment.
class UsualFolderTest {
    @TempDir
    private Path folder;

    @Test
    void the_variable_counts_before_the_configuration_and_that_before_the_current_folder() throws IOException {
        String config = Files.writeString(folder.resolve("hongyan.yaml"), "data: /var/lib/hongyan\n")
                .toString();
        String silent = Files.writeString(folder.resolve("other.yaml"), "profile: open\n")
                .toString();
        assertThat(UsualFolder.of(Map.of())).isEqualTo(Path.of("data"));
        assertThat(UsualFolder.of(Map.of("HONGYAN_DATA", "", "HONGYAN_CONFIG", "")))
                .isEqualTo(Path.of("data"));
        assertThat(UsualFolder.of(Map.of("HONGYAN_CONFIG", config))).isEqualTo(Path.of("/var/lib/hongyan"));
        assertThat(UsualFolder.of(Map.of("HONGYAN_CONFIG", silent))).isEqualTo(Path.of("data"));
        assertThat(UsualFolder.of(Map.of("HONGYAN_CONFIG", config, "HONGYAN_DATA", "/x")))
                .isEqualTo(Path.of("/x"));
    }

    @Test
    void a_configuration_that_cannot_be_read_is_named_and_another_mistake_in_it_does_no_harm() throws IOException {
        Path none = folder.resolve("none.yaml");
        assertThatThrownBy(() -> UsualFolder.of(Map.of("HONGYAN_CONFIG", none.toString())))
                .isInstanceOf(DataFolderException.class)
                .hasMessageStartingWith("HONGYAN_CONFIG: " + none + ": cannot be read")
                .hasMessageEndingWith("name the data folder with --data");
        Path faulty = Files.writeString(folder.resolve("faulty.yaml"), "data: /d\nlog: {level: loud}\n");
        assertThat(UsualFolder.of(Map.of("HONGYAN_CONFIG", faulty.toString()))).isEqualTo(Path.of("/d"));
    }
}
