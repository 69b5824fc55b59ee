package io.hongyan.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What a reviewer would otherwise have to say again and again. An exception stands in `tidy-exceptions.tsv` with its
/// reason, and goes when it is no longer needed.
class TidyTest {
    private static final int FILE_LINES = 400;
    private static final int METHOD_LINES = 60;
    private static final int LINE_LENGTH = 120;

    private static final List<Banned> CALLS = List.of(
            new Banned("System\\.(currentTimeMillis|nanoTime)\\b", ".*(Clock|Measurement)\\.java|(bench|cli)/.*"),
            new Banned("Instant\\.now\\(\\)|Clock\\.system", ".*Clock\\.java|(server|cli|bench)/.*"),
            new Banned("new Random\\(\\)|Math\\.random\\(|ThreadLocalRandom", "bench/.*"),
            new Banned("new (Splittable)?Random\\(", ".*/src/test/.*|bench/.*"),
            new Banned("Thread\\.sleep\\(", "(server|cli|bench)/src/main/.*"),
            new Banned("System\\.(out|err)\\b", "(server|cli|bench|checks|examples|bridge-rocketmq/server)/.*"),
            new Banned("\\.printStackTrace\\(", ""),
            new Banned("import (?!static ).*\\.\\*;", ""));
    private static final Pattern BAD_NAME =
            Pattern.compile("Abstract.*|I[A-Z][a-z].*|.*(Impl|Base|Manager|Helper|Utils?|Service)");
    private static final Pattern COMMENTED_CODE =
            Pattern.compile("//\\s*(([\\w.]+\\(.*\\)|[\\w<>\\[\\], ]+ \\w+ ?= ?.*|return\\b.*|import .*|[\\w.]+ = .*);"
                    + "|.*[;{)] ?\\{|\\})\\s*");
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

    /// Words that say where this was made instead of what it is.
    private static final Pattern PLACE = Pattern.compile(
            "/(work|root|tmp/bash_jobs)/|repo1?\\.maven\\.(apache\\.)?org|registry\\.npmjs\\.org|deb\\.debian\\.org");

    private final Repository repository = Repository.here();
    private final Exceptions exceptions = Exceptions.of(repository);

    @Test
    void the_repository_is_tidy() {
        var faults = new TreeSet<String>();
        List<Path> java = repository.javaFiles();
        Map<Path, JavaShape> shapes = JavaShape.of(java);
        for (Path file : java) {
            for (Fault fault : faults(repository.name(file), Repository.read(file), shapes.get(file))) {
                report(fault, repository.name(file), faults);
            }
        }
        for (Path folder : packages(java)) {
            if (!Files.exists(folder.resolve("package-info.java"))) {
                report(new Fault("package-info", 0, "is missing"), repository.name(folder), faults);
            }
        }
        for (Path file : repository.files()) {
            for (Fault fault : placeFaults(file)) {
                report(fault, repository.name(file), faults);
            }
        }
        exceptions.unused().forEach(unused -> faults.add("tidy-exceptions.tsv: no longer needed: " + unused));
        assertThat(faults).isEmpty();
    }

    private void report(Fault fault, String name, Collection<String> faults) {
        if (!exceptions.allow(fault.rule(), name)) {
            faults.add(name + ":" + fault.line() + ": [" + fault.rule() + "] " + fault.what());
        }
    }

    private static List<Fault> faults(String name, String source, JavaShape shape) {
        var faults = new ArrayList<Fault>();
        String[] lines = source.split("\n", -1);
        if (lines.length - 1 > FILE_LINES) {
            faults.add(new Fault("file-length", 1, lines.length - 1 + " lines"));
        }
        JavaText text = JavaText.of(source);
        String[] code = text.code().split("\n", -1);
        IntStream.range(0, lines.length)
                .filter(i -> lines[i].length() > LINE_LENGTH && !insideTextBlock(lines[i], code[i]))
                .forEach(i -> faults.add(new Fault("line-length", i + 1, lines[i].length() + " columns")));
        for (JavaShape.Method method : shape.methods()) {
            if (method.lines() > METHOD_LINES) {
                faults.add(new Fault("method-length", method.line(), method.name() + " has " + method.lines()));
            }
        }
        for (String type : shape.types()) {
            if (BAD_NAME.matcher(type).matches()) {
                faults.add(new Fault("name", 1, type + " says how it is built, not what it is"));
            }
        }
        addCalls(name, text.code(), faults);
        for (JavaText.Comment comment : text.comments()) {
            addComment(comment, faults);
        }
        return faults;
    }

    /// Its line breaks belong to the text, not to the code.
    private static boolean insideTextBlock(String line, String code) {
        return code.isBlank() && !line.strip().startsWith("//");
    }

    private static void addCalls(String name, String code, List<Fault> faults) {
        String[] lines = code.split("\n", -1);
        for (Banned banned : CALLS) {
            if (name.matches(banned.allowedIn())) {
                continue;
            }
            Pattern call = Pattern.compile(banned.call());
            IntStream.range(0, lines.length)
                    .filter(i -> call.matcher(lines[i]).find())
                    .forEach(i -> faults.add(new Fault("call", i + 1, lines[i].strip())));
        }
    }

    private static void addComment(JavaText.Comment comment, List<Fault> faults) {
        String text = comment.text();
        if (UNFINISHED.matcher(text).find()) {
            faults.add(new Fault("unfinished", comment.line(), text));
        }
        if (text.contains("@author")) {
            faults.add(new Fault("author", comment.line(), "the history says who"));
        }
        if (!text.startsWith("///") && COMMENTED_CODE.matcher(text).matches()) {
            faults.add(new Fault("commented-code", comment.line(), text));
        }
        if (text.startsWith("/**")) {
            faults.add(new Fault("doc", comment.line(), "docs are written with ///"));
        }
    }

    private static Collection<Path> packages(List<Path> java) {
        var folders = new TreeSet<Path>();
        for (Path file : java) {
            if (file.toString().contains("/src/main/java/") && !file.endsWith("module-info.java")) {
                folders.add(file.getParent());
            }
        }
        return folders;
    }

    private static List<Fault> placeFaults(Path file) {
        var faults = new ArrayList<Fault>();
        String text = textOf(file);
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (PLACE.matcher(lines[i]).find() && !file.endsWith("TidyTest.java")) {
                faults.add(new Fault("place", i + 1, lines[i].strip()));
            }
        }
        return faults;
    }

    /// Empty for a file that is no text.
    private static String textOf(Path file) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Repository.bytes(file)))
                    .toString();
        } catch (CharacterCodingException _) {
            return "";
        }
    }

    private record Banned(String call, String allowedIn) {}

    private record Fault(String rule, int line, String what) {
        Fault(String rule, long line, String what) {
            this(rule, Math.toIntExact(line), what);
        }
    }
}
