package io.hongyan.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Files of the repository that are made from others, and the tables that they are made from.
final class Written {
    private Written() {}

    /// Compares a file with what it should be; with `-Dhongyan.update` makes it so.
    static void compare(Repository repository, String name, String wanted) throws IOException {
        Path file = repository.root().resolve(name);
        String text = wanted.stripTrailing() + "\n";
        if (System.getProperty("hongyan.update") != null) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return;
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as(name + " (to renew it: mvn -pl checks -am verify -Dhongyan.update)")
                .isEqualTo(text);
    }

    /// The fields of each line of a table, without empty lines and those that begin with `#`.
    static List<String[]> rows(Repository repository, String name) {
        return Repository.read(repository.root().resolve(name))
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .toList();
    }
}
