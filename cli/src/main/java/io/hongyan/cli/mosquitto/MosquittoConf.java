package io.hongyan.cli.mosquitto;

import io.hongyan.cli.terminal.Failure;
import io.hongyan.server.file.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Reads mosquitto.conf, with the files of `include_dir` in its place.
final class MosquittoConf {
    private static final String INCLUDE = "include_dir";

    private MosquittoConf() {}

    /// @throws Failure naming a file that cannot be read
    static List<Directive> read(Path file) {
        List<Directive> directives = new ArrayList<>();
        read(file, true, directives);
        return directives;
    }

    private static void read(Path file, boolean includes, List<Directive> directives) {
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] words = line.split("\\s+", 2);
            Directive directive = new Directive(file, i + 1, words[0], words.length == 2 ? words[1] : "");
            if (includes && directive.name().equals(INCLUDE)) {
                included(directive).forEach(each -> read(each, false, directives));
            } else {
                directives.add(directive);
            }
        }
    }

    /// In the order of mosquitto: by name, as bytes.
    private static List<Path> included(Directive directive) {
        Path folder = directive.path();
        if (Files.exists(folder) && !Files.isDirectory(folder)) { // to open a pipe would wait for its other end
            throw Failure.usage(directive.at() + ": " + folder + ": it is no folder; correct or remove the line");
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(each -> each.toString().endsWith(".conf"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw Failure.usage(
                    directive.at() + ": " + folder + ": " + TextFile.reason(e) + "; correct or remove the line");
        }
    }

    /// The lines of a file that the configuration consists of, or names.
    static List<String> lines(Path file) {
        try {
            return TextFile.lines(file);
        } catch (IOException e) {
            throw Failure.usage(file + ": " + TextFile.reason(e));
        }
    }
}
