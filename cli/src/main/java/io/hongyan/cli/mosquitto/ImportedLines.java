package io.hongyan.cli.mosquitto;

import io.hongyan.cli.terminal.Failure;
import io.hongyan.cloud.open.AclParser;
import io.hongyan.cloud.open.LinesException;
import io.hongyan.cloud.open.PasswordFileParser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The lines of a file of users or rights that Hongyan can use. What it cannot use is left out, as long as nobody gets
/// more by that.
///
/// @param count users or rules
record ImportedLines(List<String> lines, int count) {
    ImportedLines {
        lines = List.copyOf(lines);
    }

    /// @param notTaken gets a line for each user that is left out
    static ImportedLines users(Path file, List<String> notTaken) {
        List<String> taken = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<String> lines = MosquittoConf.lines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String name = line.contains(":") ? line.substring(0, line.indexOf(':')) : "";
            try {
                PasswordFileParser.read(List.of(line));
                if (names.add(name)) {
                    taken.add(line);
                } else {
                    notTaken.add(file + ":" + (i + 1) + ": user " + name + " is there twice; the first one is taken");
                }
            } catch (LinesException e) {
                notTaken.add(file + ":" + (i + 1) + ": " + e.faults().getFirst().message());
            }
        }
        return new ImportedLines(taken, taken.size());
    }

    /// @param notTaken gets a line for each rule that is left out
    /// @throws Failure when a denial cannot be used: without it, clients would get more
    static ImportedLines rights(Path file, List<String> notTaken) {
        List<String> taken = new ArrayList<>();
        int rules = 0;
        boolean ofNobody = false;
        List<String> lines = MosquittoConf.lines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                taken.add(line);
                continue;
            }
            boolean user = line.matches("user(\\s.*)?");
            String fault = user ? fault(line, "topic x") : fault(line);
            ofNobody = user ? fault != null : ofNobody;
            String place = file + ":" + (i + 1) + ": ";
            if (fault != null && !ofNobody && line.matches("(topic|pattern)\\s+deny\\s.*")) {
                throw Failure.usage(place + fault + "; nothing was written, as without this denial clients would get"
                        + " more; correct or remove it");
            }
            if (fault != null) {
                notTaken.add(place + fault);
            } else if (ofNobody && line.startsWith("topic")) {
                notTaken.add(place + "it is for a user that was not taken");
            } else {
                taken.add(line);
                rules += user ? 0 : 1;
            }
        }
        if (rules == 0) {
            taken.add("# There is no rule for anybody: mosquitto lets nobody do anything then, Hongyan everything.");
            taken.add("pattern deny #");
        }
        return new ImportedLines(taken, rules);
    }

    private static @Nullable String fault(String... lines) {
        try {
            AclParser.read(List.of(lines));
            return null;
        } catch (LinesException e) {
            return e.faults().getFirst().message();
        }
    }
}
