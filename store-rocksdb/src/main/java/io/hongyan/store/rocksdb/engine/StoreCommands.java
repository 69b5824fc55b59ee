package io.hongyan.store.rocksdb.engine;

import java.nio.file.Path;
import java.util.regex.Pattern;

/// The commands that messages about a store tell people to type, with the name by which the program was called and the
/// folder that it has in use.
final class StoreCommands {
    private static final Pattern PLAIN = Pattern.compile("[0-9A-Za-z_./:@%+=,-]+");
    private static final Pattern ESCAPED = Pattern.compile("[\"$`\\\\]");

    private StoreCommands() {}

    /// A command that needs nothing but the data folder.
    ///
    /// @param command `check` or `repair`
    /// @param store the folder of the store, in the data folder
    static String of(String command, Path store) {
        String data = String.valueOf(store.toAbsolutePath().normalize().getParent());
        return program() + " store " + command + " --data "
                + (PLAIN.matcher(data).matches()
                        ? data
                        : '"' + ESCAPED.matcher(data).replaceAll("\\\\$0") + '"');
    }

    /// The command that needs a copy, whose name nobody but the operator knows.
    static String restore() {
        return program() + " store restore";
    }

    private static String program() {
        return System.getProperty("hongyan.program", "./hongyan");
    }
}
