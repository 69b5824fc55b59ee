package io.hongyan.server.config.source;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a YAML parser complains of, as one line with the place, the cause and what to do. The parser's own text has a
/// line for what it was reading and one for what it found there, each followed by its place and the text around it.
final class YamlFault {
    private static final Pattern PLACE = Pattern.compile("^ in reader, line (\\d+), column \\d+:?.*$");

    private YamlFault() {}

    /// @param key that was being read
    static ConfigError of(String name, int line, String key, String message) {
        List<String> sentences = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (String each : message.lines().toList()) {
            Matcher place = PLACE.matcher(each);
            if (place.matches()) {
                places.add(Integer.parseInt(place.group(1)));
            } else if (!each.isBlank() && !each.startsWith(" ")) {
                sentences.add(each.strip());
            }
        }
        if (sentences.isEmpty()) {
            return new ConfigError(name + ":" + line, key, "not YAML");
        }
        int at = places.isEmpty() ? line : places.getLast();
        String found = sentences.getLast();
        found = found.contains("TAB")
                ? "there is a tab, which cannot indent a line; write spaces"
                : found.replaceFirst("\\. \\(Do not use .* for indentation\\)", "");
        StringBuilder text = new StringBuilder("not YAML: ").append(found);
        if (sentences.size() > 1 && !sentences.getFirst().endsWith("next token")) {
            text.append(", ").append(sentences.getFirst());
            if (places.size() > 1 && places.getFirst() != at) {
                text.append(" that begins in line ").append(places.getFirst());
            }
        }
        return new ConfigError(name + ":" + at, key, text.append(advice(found)).toString());
    }

    private static String advice(String found) {
        if (found.contains("cannot start any token") || found.contains("mapping values are not allowed")) {
            return "; put a value with such characters in quotes";
        }
        if (found.contains("<block")) {
            return "; check how far this line is indented";
        }
        return found.contains("end of stream") || found.contains("',' or") ? "; close what is open there" : "";
    }
}
