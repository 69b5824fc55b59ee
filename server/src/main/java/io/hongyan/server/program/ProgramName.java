package io.hongyan.server.program;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The name by which the launcher was called: what messages tell people to type must work where it is installed, too.
public final class ProgramName {
    private static final String IN_A_CHECKOUT = "./hongyan";
    private static final Pattern PLAIN = Pattern.compile("[0-9A-Za-z_./:@%+=,-]+");
    private static final Pattern ESCAPED = Pattern.compile("[\"$`\\\\]");

    private ProgramName() {}

    /// The text with that name in place of the one in a checkout.
    public static String in(String text) {
        return text.replace(IN_A_CHECKOUT, System.getProperty("hongyan.program", IN_A_CHECKOUT));
    }

    /// A command of this program as a shell takes it.
    ///
    /// @param words what follows the name; each becomes one word for the shell, whatever is in it
    public static String command(Object... words) {
        return in(IN_A_CHECKOUT) + " "
                + Arrays.stream(words).map(ProgramName::quoted).collect(Collectors.joining(" "));
    }

    /// A word as a shell takes it: in quotes when there is anything in it that the shell would not leave alone. In
    /// double ones, as messages have whole commands in single ones.
    public static String quoted(Object word) {
        String text = word.toString();
        return PLAIN.matcher(text).matches()
                ? text
                : '"' + ESCAPED.matcher(text).replaceAll("\\\\$0") + '"';
    }
}
