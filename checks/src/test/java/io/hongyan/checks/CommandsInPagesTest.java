package io.hongyan.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cli.Hongyan;
import io.hongyan.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/// Goal: whatever pages, messages and packages tell people to type is a command of the program, with options that it
/// has.
class CommandsInPagesTest {
    private static final Pattern SPAN = Pattern.compile("(?<!`)`((?:[A-Z_]+=\\S+ |sudo )*(?:\\./)?hongyan [^`]+)`");
    private static final Pattern LITERAL = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern PROGRAM = Pattern.compile("(?<![\\w/.-])(?:\\./|/\\S*bin/)?hongyan (?=[a-z])");
    private static final Pattern WORD =
            Pattern.compile("'[^']*'|\"[^\"]*\"|[^\\s'\"|<>;&#)]+(?:'[^']*'|\"[^\"]*\"|[^\\s'\"|<>;&)]+)*|[|<>;&#)]");

    private final Repository repository = Repository.here();

    private List<Path> files(String suffix, String inside) {
        return repository.files().stream()
                .filter(file -> file.toString().endsWith(suffix))
                .filter(file -> repository.name(file).contains(inside))
                .toList();
    }

    private static CommandLine program() {
        return Hongyan.commands(Terminal.system());
    }

    /// The words of a command of a shell, up to the first thing that is none: a pipe, a comment, a redirection.
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(text);
        while (word.find() && !word.group().matches("[|<>;&#)]|\\.\\.\\.")) {
            words.add(word.group().replaceAll("['\"]", ""));
        }
        return words;
    }

    /// @param whole whether all that is needed must stand there; else it is a mention, such as `hongyan sign`
    private static void parse(String where, String text, boolean whole, Map<String, String> faults) {
        if (text.strip().startsWith("help") || text.startsWith("dev cluster")) {
            return; // the program makes --help of it before it parses; the script of a checkout starts a cluster itself
        }
        List<String> words = words(text);
        try {
            program().parseArgs(words.toArray(String[]::new));
        } catch (MissingParameterException e) {
            if (whole) {
                faults.put(where + ": hongyan " + text, e.getMessage());
            }
        } catch (ParameterException e) {
            faults.put(where + ": hongyan " + text, e.getMessage());
        }
    }

    /// Lines of code, those that end in a backslash joined with the next.
    private static List<String> codeLines(String page) {
        List<String> lines = new ArrayList<>();
        boolean fence = false;
        StringBuilder open = new StringBuilder();
        for (String line : page.lines().toList()) {
            if (line.startsWith("```")) {
                fence = !fence;
            } else if (fence || line.startsWith("    ")) {
                open.append(line.strip());
                if (line.endsWith("\\")) {
                    open.setLength(open.length() - 1);
                } else {
                    lines.add(open.toString());
                    open.setLength(0);
                }
            }
        }
        return lines;
    }

    @Test
    void every_command_in_a_page_parses() {
        Map<String, String> faults = new TreeMap<>();
        int commands = 0;
        for (Path page : files(".md", "")) {
            String name = repository.name(page);
            if (name.contains("/src/") || name.equals("CHANGELOG.md")) {
                continue;
            }
            String text = Repository.read(page);
            for (String line : codeLines(text)) {
                // podman calls its container and its image by the name of the program
                String typed = line.startsWith("podman ") ? line.replaceFirst("^.*? hongyan(?= |$)", "") : line;
                Matcher program = PROGRAM.matcher(typed);
                while (program.find()) {
                    parse(name, typed.substring(program.end()), true, faults);
                    commands++;
                }
            }
            Matcher span = SPAN.matcher(text);
            while (span.find()) {
                String command = span.group(1).replace("\\|", "|");
                parse(name, command.substring(command.indexOf("hongyan ") + 8), false, faults);
                commands++;
            }
        }
        assertThat(faults).isEmpty();
        assertThat(commands).isGreaterThan(80);
    }

    /// Of messages only the names of commands: what follows may be prose.
    @Test
    void every_command_that_a_message_names_is_there() {
        Set<String> names = new HashSet<>();
        collect(program(), names);
        Map<String, String> faults = new TreeMap<>();
        for (Path source : files(".java", "/src/main/")) {
            Matcher literal = LITERAL.matcher(Repository.read(source).replaceAll("\"\\s*\\+\\s*\"", ""));
            while (literal.find()) {
                Matcher program = PROGRAM.matcher(literal.group());
                while (program.find()) {
                    String rest = literal.group().substring(program.end());
                    String fault = unknown(rest, names);
                    if (fault != null) {
                        faults.put(repository.name(source) + ": hongyan " + rest, fault);
                    }
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    private static void collect(CommandLine group, Set<String> names) {
        names.addAll(group.getSubcommands().keySet());
        group.getSubcommands().values().forEach(each -> collect(each, names));
    }

    /// Why the text does not begin with a command; null when it does. Prose may follow the name of a group of commands,
    /// but not the name of a command that lives elsewhere.
    private static @Nullable String unknown(String text, Set<String> names) {
        if (text.startsWith("help")) {
            return null; // as above
        }
        CommandLine at = program();
        for (String word : text.split("[^a-z-]+", -1)) {
            if (at.getSubcommands().isEmpty()) {
                return null;
            }
            CommandLine below = at.getSubcommands().get(word);
            if (below == null) {
                return at.getParent() == null || names.contains(word) ? "no command " + word : null;
            }
            at = below;
        }
        return null;
    }
}
