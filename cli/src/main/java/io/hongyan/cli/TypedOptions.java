package io.hongyan.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/// The options of a command line as the user typed them. A message names an option by one of its names; where the user
/// wrote another one, that takes its place.
///
/// @param words of the command line
record TypedOptions(CommandSpec command, List<String> words) {
    /// The message with the names that the user wrote.
    String named(String message) {
        String text = message;
        for (OptionSpec option : command.options()) {
            String typed = typed(option);
            if (typed == null) {
                continue;
            }
            for (String name : option.names()) {
                if (!name.equals(typed)) {
                    text = Pattern.compile("(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-])")
                            .matcher(text)
                            .replaceAll(Matcher.quoteReplacement(typed));
                }
            }
        }
        return text;
    }

    /// What the option in question takes, in a line; null when the fault is of no option.
    @Nullable
    String allowed(ParameterException fault) {
        ArgSpec part = fault.getArgSpec();
        if (fault instanceof MissingParameterException missing
                && missing.getMissing().size() == 1) {
            part = missing.getMissing().getFirst();
        }
        if (!(part instanceof OptionSpec option) || option.hidden() || option.description().length == 0) {
            return null;
        }
        String typed = typed(option);
        String label = option.arity().max() == 0 ? "" : " " + option.paramLabel();
        return (typed == null ? option.longestName() : typed) + label + ": " + String.format(option.description()[0]);
    }

    /// The name under which an option stands on the command line; null when it does not, or under several.
    private @Nullable String typed(OptionSpec option) {
        String found = null;
        for (String name : option.names()) {
            if (words.stream().anyMatch(word -> stands(name, option, word))) {
                if (found != null) {
                    return null;
                }
                found = name;
            }
        }
        return found;
    }

    private static boolean stands(String name, OptionSpec option, String word) {
        boolean isShort = name.length() == 2;
        boolean attached = isShort && option.arity().max() > 0 && word.startsWith(name);
        return word.equals(name) || word.startsWith(name + "=") || attached;
    }
}
