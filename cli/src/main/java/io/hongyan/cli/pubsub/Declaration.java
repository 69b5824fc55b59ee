package io.hongyan.cli.pubsub;

import io.hongyan.server.program.ProgramName;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What to do when an instance in profile cloud knows a Group or a parent topic not, as its words say.
final class Declaration {
    private static final Pattern MISSING =
            Pattern.compile("(group|parent topic) ([\\w-]+) is not declared in instance ([\\w-]+)");

    private Declaration() {}

    /// A piece of a sentence; null when the server says something else.
    ///
    /// @param said the words of the server; null = none
    static @Nullable String advice(@Nullable String said) {
        Matcher missing = MISSING.matcher(said == null ? "" : said);
        if (!missing.find()) {
            return null;
        }
        boolean group = missing.group(1).equals("group");
        String command = ProgramName.command(
                "admin", group ? "group" : "topic", "create", missing.group(2), "--instance", missing.group(3));
        String other = group ? "another Group with --group, or with -i GROUP@@@DEVICE" : "another topic";
        return String.format(Locale.ROOT, "; write %s, or make this one: '%s'", other, command);
    }
}
