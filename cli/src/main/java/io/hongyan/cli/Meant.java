package io.hongyan.cli;

import io.hongyan.server.program.ProgramName;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.UnmatchedArgumentException;

/// What somebody meant who typed a word that a command does not know.
final class Meant {
    private Meant() {}

    /// Pieces of a command line, the likeliest first; empty when nobody knows.
    ///
    /// @param all the whole program
    static List<String> by(CommandLine all, UnmatchedArgumentException fault) {
        List<String> words = fault.getUnmatched();
        if (words.isEmpty()) {
            return List.of();
        }
        CommandSpec command = fault.getCommandLine().getCommandSpec();
        String word = words.getFirst();
        if (word.startsWith("-")) {
            return Nearest.of(word, options(command));
        }
        List<String> elsewhere = Elsewhere.commands(all, fault);
        if (!elsewhere.isEmpty()) {
            return elsewhere;
        }
        if (!command.subcommands().isEmpty()) {
            return Nearest.of(word, command.subcommands().keySet()).stream()
                    .map(name -> command.qualifiedName() + " " + name)
                    .toList();
        }
        String option = option(command, word);
        return option.isEmpty()
                ? List.of()
                : List.of(command.qualifiedName() + " " + option + " " + ProgramName.quoted(word));
    }

    private static List<String> options(CommandSpec command) {
        List<String> names = new ArrayList<>();
        command.options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> names.addAll(List.of(option.names())));
        return names;
    }

    /// The option whose value stands there without it: a topic, one of its few values, a file of configuration, a data
    /// folder.
    private static String option(CommandSpec command, String word) {
        if (!command.positionalParameters().isEmpty()) {
            return "";
        }
        if (command.optionsMap().containsKey("--topic")) {
            return "-t";
        }
        for (OptionSpec each : command.options()) {
            if (holds(each.completionCandidates(), word)) {
                return each.longestName();
            }
        }
        boolean file = word.matches(".*\\.ya?ml") || isFile(word);
        String name = file ? "--config" : "--data";
        return command.optionsMap().containsKey(name) ? name : "";
    }

    private static boolean holds(@Nullable Iterable<String> values, String word) {
        if (values != null) {
            for (String value : values) {
                if (value.equals(word)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isFile(String word) {
        try {
            return Files.isRegularFile(Path.of(word));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
