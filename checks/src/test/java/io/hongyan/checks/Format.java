package io.hongyan.checks;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.JavaFormatterOptions.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The one way Java files look here: palantir-java-format, imports sorted and unused ones gone.
final class Format {
    private static final Formatter FORMATTER = Formatter.createFormatter(
            JavaFormatterOptions.builder().style(Style.PALANTIR).build());
    private static final Pattern MARKDOWN = Pattern.compile("(?m)^( *)///(.*)$");
    private static final Pattern STAND_IN = Pattern.compile("/// ?kept([0-9]+)kept");
    private static final Pattern IMPORT = Pattern.compile("import (?:static )?[\\w.]+\\.(\\w+);");

    private Format() {}

    /// Rewrites the named files, or all.
    static void main(String[] args) throws IOException {
        Repository repository = Repository.here();
        List<Path> files = args.length == 0
                ? repository.javaFiles()
                : Stream.of(args).map(arg -> Path.of(arg).toAbsolutePath()).toList();
        Outcome outcome = check(files);
        for (var entry : outcome.changed().entrySet()) {
            Files.writeString(entry.getKey(), entry.getValue());
            System.out.println("formatted " + repository.name(entry.getKey()));
        }
        outcome.broken().forEach((file, fault) -> System.err.println(repository.name(file) + ": " + fault));
        if (!outcome.broken().isEmpty()) {
            System.exit(1);
        }
    }

    /// What formatting would change (with the text it would get), and what could not be read as Java.
    static Outcome check(List<Path> files) {
        var changed = new ConcurrentSkipListMap<Path, String>();
        var broken = new ConcurrentSkipListMap<Path, String>();
        files.parallelStream().forEach(file -> {
            String source = Repository.read(file);
            try {
                String formatted = format(source);
                if (!formatted.equals(source)) {
                    changed.put(file, formatted);
                }
            } catch (FormatterException e) {
                broken.put(file, String.valueOf(e.getMessage()));
            }
        });
        return new Outcome(changed, broken);
    }

    /// The formatter wraps a `///` line and forgets the slashes of the rest, so it gets to see short stand-ins for
    /// them, and they are wrapped afterwards.
    private static String format(String source) throws FormatterException {
        var kept = new ArrayList<String>();
        String guarded = MARKDOWN.matcher(withoutUnusedImports(source)).replaceAll(line -> {
            kept.add(line.group(2).stripTrailing());
            return line.group(1) + "///kept" + (kept.size() - 1) + "kept";
        });
        String formatted = FORMATTER.formatSource(ImportOrderer.reorderImports(guarded, Style.PALANTIR));
        var restored = new ArrayList<Integer>();
        String result = STAND_IN.matcher(formatted).replaceAll(line -> {
            restored.add(Integer.parseInt(line.group(1)));
            return Matcher.quoteReplacement("///" + kept.get(restored.getLast()));
        });
        if (restored.size() != kept.size()) {
            throw new FormatterException(
                    "comments would get lost: " + restored.size() + " of " + kept.size() + " left");
        }
        return DocLines.wrap(result);
    }

    /// Names in `///` comments count as uses; the formatter's own removal does not see them.
    private static String withoutUnusedImports(String source) {
        String rest = source.lines().filter(line -> !line.startsWith("import ")).collect(Collectors.joining("\n"));
        return source.lines()
                .filter(line -> {
                    var imported = IMPORT.matcher(line);
                    return !imported.matches()
                            || Pattern.compile("\\b" + imported.group(1) + "\\b")
                                    .matcher(rest)
                                    .find();
                })
                .collect(Collectors.joining("\n", "", "\n"));
    }

    record Outcome(SortedMap<Path, String> changed, SortedMap<Path, String> broken) {}
}
