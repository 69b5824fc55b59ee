package io.hongyan.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: who runs alone does not pay for clusters.
class LoadedClassesTest {
    @TempDir
    private Path folder;

    @Test
    void a_service_that_is_alone_loads_nothing_of_a_cluster_and_of_etcd() throws Exception {
        Path classes = folder.resolve("classes.txt");
        List<String> command = new ArrayList<>(ServeProcess.command(folder));
        command.add(1, "-Xlog:class+load:file=" + classes);
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("errors").toFile())
                .start();
        try (BufferedReader reader = process.inputReader()) {
            String line = reader.readLine();
            while (line != null && !line.contains("is ready")) {
                line = reader.readLine();
            }
            assertThat(line).as(Files.readString(folder.resolve("errors"))).isNotNull();
        } finally {
            process.destroy();
            process.waitFor();
        }
        try (Stream<String> lines = Files.lines(classes)) {
            assertThat(lines.filter(line -> line.contains(" io.hongyan.cluster.")
                            || line.contains(" io.hongyan.server.cluster.")
                            || line.contains(" io.grpc.")
                            || line.contains(" io.etcd.")
                            || line.contains(" com.google.protobuf.")))
                    .isEmpty();
        }
        assertThat(Files.readString(classes)).contains(" io.hongyan.server.Server ");
    }
}
