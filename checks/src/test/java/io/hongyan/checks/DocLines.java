package io.hongyan.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Wraps `///` lines that are too long: what does not fit goes to the front of the next line of the same paragraph, or
/// to a new line.
final class DocLines {
    private static final int WIDTH = 120;
    private static final Pattern DOC = Pattern.compile("( *)///( *)(.*)");
    private static final Pattern NEW_PARAGRAPH = Pattern.compile("[@|#>].*|[-*+] .*|[0-9]+\\. .*|```.*|");

    private DocLines() {}

    static String wrap(String source) {
        if (source.lines()
                .noneMatch(line -> line.length() > WIDTH && DOC.matcher(line).matches())) {
            return source;
        }
        List<String> lines = new ArrayList<>(source.lines().toList());
        boolean literal = false;
        for (int i = 0; i < lines.size(); i++) {
            Matcher doc = DOC.matcher(lines.get(i));
            if (!doc.matches()) {
                literal = false;
                continue;
            }
            literal ^= doc.group(3).startsWith("```");
            int cut = lines.get(i).lastIndexOf(' ', WIDTH);
            if (!literal
                    && lines.get(i).length() > WIDTH
                    && cut > doc.start(3)
                    && !doc.group(3).startsWith("|")) {
                String rest = lines.get(i).substring(cut + 1);
                lines.set(i, lines.get(i).substring(0, cut).stripTrailing());
                carry(lines, i + 1, rest, doc);
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static void carry(List<String> lines, int next, String rest, Matcher from) {
        Matcher doc = DOC.matcher(next < lines.size() ? lines.get(next) : "");
        if (doc.matches() && !NEW_PARAGRAPH.matcher(doc.group(3)).matches()) {
            lines.set(next, doc.group(1) + "///" + doc.group(2) + rest + " " + doc.group(3));
            return;
        }
        boolean hanging = NEW_PARAGRAPH.matcher(from.group(3)).matches();
        lines.add(next, from.group(1) + "///" + from.group(2) + (hanging ? "  " : "") + rest);
    }
}
