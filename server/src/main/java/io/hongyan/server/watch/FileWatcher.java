package io.hongyan.server.watch;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// Reloads files when they change, or on request. A file that cannot be used changes nothing: the content that was read
/// before stays in use, and the reason is logged.
public final class FileWatcher {
    private static final System.Logger LOG = System.getLogger(FileWatcher.class.getName());

    private final List<Watched> watched = new ArrayList<>();
    private final Map<String, Long> failures = new ConcurrentSkipListMap<>();

    /// Reads the files again, and uses what they hold from then on.
    @FunctionalInterface
    public interface Reload {
        /// @return what the operator should know about what is in use from now on
        List<String> run() throws IOException;
    }

    /// What came of reading files again.
    ///
    /// @param read what was read and is used from now on, in the words of [FileWatcher#add]
    /// @param refused what stays as it was, and why its files cannot be used
    /// @param notes what the operator should know about what was read
    public record Reloaded(List<String> read, Map<String, String> refused, List<String> notes) {
        public Reloaded {
            read = List.copyOf(read);
            refused = Collections.unmodifiableMap(new LinkedHashMap<>(refused));
            notes = notes.stream().distinct().toList();
        }

        /// About which there is nothing to know.
        public Reloaded(List<String> read, Map<String, String> refused) {
            this(read, refused, List.of());
        }

        /// What is said of something that could not be read again.
        public static String unchanged(String what) {
            return what + (what.equals("users") || what.equals("rights") ? " stay as they were" : " stays as it was");
        }

        /// Both together.
        public Reloaded and(Reloaded other) {
            List<String> allRead = new ArrayList<>(read);
            allRead.addAll(other.read);
            Map<String, String> allRefused = new LinkedHashMap<>(refused);
            allRefused.putAll(other.refused);
            List<String> allNotes = new ArrayList<>(notes);
            allNotes.addAll(other.notes);
            return new Reloaded(allRead, allRefused, allNotes);
        }
    }

    private static final class Watched {
        private final String what;
        private final List<Path> files;
        private final Reload reload;
        private List<String> seen;

        Watched(String what, List<Path> files, Reload reload) {
            this.what = what;
            this.files = files;
            this.reload = reload;
            this.seen = state(files);
        }
    }

    /// Watches files from now on.
    ///
    /// @param what is read from them, for people
    public synchronized void add(String what, List<Path> files, Reload reload) {
        failures.putIfAbsent(what, 0L);
        watched.add(new Watched(what, List.copyOf(files), reload));
    }

    /// Reads what has changed since the last look. To be called now and then.
    public synchronized void look() {
        for (Watched each : watched) {
            List<String> now = state(each.files);
            if (!now.equals(each.seen)) {
                each.seen = now;
                var _ = reload(each, new ArrayList<>());
            }
        }
    }

    /// Reads all.
    public synchronized Reloaded reload() {
        List<String> read = new ArrayList<>();
        Map<String, String> refused = new LinkedHashMap<>();
        List<String> notes = new ArrayList<>();
        for (Watched each : watched) {
            each.seen = state(each.files);
            String fault = reload(each, notes);
            if (fault == null) {
                read.add(each.what);
            } else {
                refused.put(each.what, fault);
            }
        }
        return new Reloaded(read, refused, notes);
    }

    /// How often files could not be used when they were read again, by what is read from them.
    public Map<String, Long> failures() {
        return Collections.unmodifiableMap(failures);
    }

    /// @param notes gets what the operator should know
    /// @return why the files cannot be used; null when they are
    private @Nullable String reload(Watched each, List<String> notes) {
        try {
            for (Path file : each.files) {
                if (Files.exists(file) && !Files.isRegularFile(file)) {
                    throw new IOException(file + " is no file"); // reading a pipe or a device might never end
                }
            }
            List<String> found = each.reload.run();
            LOG.log(Level.INFO, "{0} read again", each.what);
            found.forEach(note -> LOG.log(Level.WARNING, note));
            notes.addAll(found);
            return null;
        } catch (Throwable e) { // of a library too: the other files must be read all the same
            String why = Objects.toString(e.getMessage(), e.toString());
            failures.merge(each.what, 1L, Long::sum);
            LOG.log(
                    Level.ERROR,
                    "{0}, because what the file holds now cannot be used: {1}",
                    Reloaded.unchanged(each.what),
                    why);
            return why;
        }
    }

    /// Changes whenever a file was written, replaced, or is reached through another link.
    private static List<String> state(List<Path> files) {
        List<String> state = new ArrayList<>();
        for (Path file : files) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                state.add(attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey());
            } catch (IOException e) {
                state.add(e.getClass().getName());
            }
        }
        return state;
    }
}
