package io.hongyan.cluster.member;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a node tells the others of itself.
///
/// @param name of 1 to 64 letters, digits, `.`, `_` and `-`; the same for ever, for the shards follow it
/// @param incarnation another one at each start of the process, of the same characters
/// @param address where other nodes reach it: host and port
/// @param loops how many event loops it has, 1 or more
/// @param version of the program
/// @param startedMillis when the process started, wall milliseconds of its machine
/// @param home the boot of the machine and the data folder that the process has locked; empty when the machine does not
///        say. A process with the same home proves that the one before it has ended
/// @param zone free for later; empty
/// @param serverReference where clients reach this node itself, as MQTT 5.0 writes it (chapter 4.11): one or more
///        `host[:port]` with spaces between; empty = they are not to be sent to it
public record MemberRecord(
        String name,
        String incarnation,
        String address,
        int loops,
        String version,
        long startedMillis,
        String home,
        String zone,
        String serverReference) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    public MemberRecord {
        checkName(name);
        checkName(incarnation);
        if (loops < 1) {
            throw new IllegalArgumentException("a node of " + loops + " loops");
        }
    }

    /// @throws IllegalArgumentException when a node cannot have this name
    public static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no name of a node: 1 to 64 letters, digits, '.', '_' and '-'");
        }
    }

    String text() {
        var values = new LinkedHashMap<String, String>();
        values.put("incarnation", incarnation);
        values.put("address", address);
        values.put("loops", Integer.toString(loops));
        values.put("version", version);
        values.put("started", Long.toString(startedMillis));
        values.put("home", home);
        values.put("zone", zone);
        values.put("serverReference", serverReference);
        return Lines.write(values);
    }

    /// @return null when it is not the record of a node
    static @Nullable MemberRecord parse(String name, String text) {
        Map<String, String> values = Lines.read(text);
        try {
            return new MemberRecord(
                    name,
                    values.getOrDefault("incarnation", ""),
                    values.getOrDefault("address", ""),
                    (int) Lines.number(values, "loops", 1),
                    values.getOrDefault("version", ""),
                    Lines.number(values, "started", 0),
                    values.getOrDefault("home", ""),
                    values.getOrDefault("zone", ""),
                    values.getOrDefault("serverReference", ""));
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
