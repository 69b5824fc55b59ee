package io.hongyan.server.admin.describe;

import io.hongyan.server.admin.describe.Kind.Anything;
import io.hongyan.server.admin.describe.Kind.Choice;
import io.hongyan.server.admin.describe.Kind.Decimal;
import io.hongyan.server.admin.describe.Kind.Either;
import io.hongyan.server.admin.describe.Kind.ListOf;
import io.hongyan.server.admin.describe.Kind.MapOf;
import io.hongyan.server.admin.describe.Kind.Named;
import io.hongyan.server.admin.describe.Kind.Text;
import io.hongyan.server.admin.describe.Kind.Time;
import io.hongyan.server.admin.describe.Kind.Truth;
import io.hongyan.server.admin.describe.Kind.Whole;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads kinds: `text`, `text 1..64`, `number`, `number 1..1000`, `decimal`, `truth`, `time`, `anything`, `on/off`,
/// `Shape`, `[text]`, `[Shape] ..20`, `{number}`, and several with `or` between them.
final class KindReader {
    private static final Pattern BOUNDED = Pattern.compile("(.+?)(?: (-?\\d+)?\\.\\.(\\d+)?)?");

    private KindReader() {}

    /// @throws IllegalStateException when the text is no kind
    static Kind read(String text) {
        List<Kind> kinds =
                Arrays.stream(text.split(" or ", -1)).map(KindReader::one).toList();
        return kinds.size() == 1 ? kinds.getFirst() : new Either(kinds);
    }

    private static Kind one(String text) {
        Matcher parts = BOUNDED.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalStateException("no kind: " + text);
        }
        String word = parts.group(1);
        long most = parts.group(3) == null ? Long.MAX_VALUE : Long.parseLong(parts.group(3));
        char end = word.charAt(0);
        if (end == '[') {
            return new ListOf(read(word.substring(1, word.length() - 1)), most);
        }
        if (end == '{') {
            return new MapOf(read(word.substring(1, word.length() - 1)));
        }
        return switch (word) {
            case "text" -> new Text(parts.group(2) == null ? 0 : Long.parseLong(parts.group(2)), most);
            case "number" -> new Whole(parts.group(2) == null ? Long.MIN_VALUE : Long.parseLong(parts.group(2)), most);
            case "decimal" -> new Decimal();
            case "truth" -> new Truth();
            case "time" -> new Time();
            case "anything" -> new Anything();
            default -> named(word);
        };
    }

    private static Kind named(String word) {
        if (word.matches("[A-Z][A-Za-z]+")) {
            return new Named(word);
        }
        if (word.contains("/") || word.startsWith("'")) {
            return new Choice(List.of(word.replace("'", "").split("/", -1)));
        }
        throw new IllegalStateException("no kind: " + word + "; a single word that is meant as it is has ' around it");
    }
}
