package io.hongyan.server.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells whether a process that wrote its id into a file is still at work.
final class LiveProcess {
    private static final int STATE = 0;
    private static final int STARTED = 19;

    private LiveProcess() {}

    /// What tells a process from a later one with the same id; null where the system (other than Linux) does not say.
    static @Nullable String start(long pid) {
        return field(pid, STARTED).orElse(null);
    }

    /// A process that was killed, and whose parent has not looked yet, is a zombie: it has an id and does nothing.
    ///
    /// @param start what [#start] said when the file was written; null = unknown
    static boolean isAlive(long pid, @Nullable String start) {
        if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
            return false;
        }
        boolean dead = field(pid, STATE).filter("ZXx"::contains).isPresent();
        return !dead && (start == null || field(pid, STARTED).map(start::equals).orElse(true));
    }

    /// A field of `/proc/PID/stat`, counted from the one after the name of the program, which may have any characters.
    private static Optional<String> field(long pid, int number) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1));
            return fields.size() > number ? Optional.of(fields.get(number)) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
