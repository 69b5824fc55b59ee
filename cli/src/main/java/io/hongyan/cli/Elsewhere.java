package io.hongyan.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.UnmatchedArgumentException;

/// Finds commands that somebody looked for in the wrong place, such as `admin token apply` for `token apply`.
final class Elsewhere {
    private Elsewhere() {}

    /// What was meant, as whole commands; empty when the words are the name of no command.
    ///
    /// @param all the whole program
    /// @param fault what was not understood in the place where it stood
    static List<String> commands(CommandLine all, UnmatchedArgumentException fault) {
        List<String> words = fault.getUnmatched();
        if (words.isEmpty() || words.getFirst().startsWith("-")) {
            return List.of();
        }
        List<String> found = new ArrayList<>();
        find(all, words, found);
        return found;
    }

    private static void find(CommandLine group, List<String> words, List<String> found) {
        group.getSubcommands().forEach((name, command) -> {
            if (name.equals(words.getFirst())) {
                found.add(deepest(command, words).getCommandSpec().qualifiedName());
            }
            find(command, words, found);
        });
    }

    /// As far as the words after the name are names of commands below it.
    private static CommandLine deepest(CommandLine command, List<String> words) {
        CommandLine at = command;
        for (String word : words.subList(1, words.size())) {
            CommandLine below = at.getSubcommands().get(word);
            if (below == null) {
                break;
            }
            at = below;
        }
        return at;
    }
}
