package io.hongyan.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Java file taken apart without parsing it: the code alone (comments and literals blanked, lines kept), and the
/// comments alone.
///
/// @param code as long as the source, line by line
/// @param comments each with its slashes, in order
record JavaText(String code, List<Comment> comments) {
    private static final Pattern PART = Pattern.compile(String.join(
            "|",
            "(?<block>/\\*(?s:.*?)\\*/)",
            "(?<line>//[^\\n]*)",
            "(?<literal>\"\"\"(?:[^\"\\\\]++|\\\\[\\s\\S]|\"(?!\"\"))*+\"\"\"",
            "\"(?:[^\"\\\\\\n]++|\\\\.)*+\"",
            "'(?:[^'\\\\\\n]|\\\\.)++')"));

    static JavaText of(String source) {
        var comments = new ArrayList<Comment>();
        var code = new StringBuilder();
        Matcher part = PART.matcher(source);
        while (part.find()) {
            if (part.group("literal") == null) {
                comments.add(new Comment(line(source, part.start()), part.group()));
            }
            part.appendReplacement(code, Matcher.quoteReplacement(part.group().replaceAll("[^\\n]", " ")));
        }
        part.appendTail(code);
        return new JavaText(code.toString(), List.copyOf(comments));
    }

    private static int line(String source, int position) {
        return 1
                + (int) source.substring(0, position)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    /// @param line where it begins, from 1
    record Comment(int line, String text) {}
}
