package io.hongyan.server.tls;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Has certificates read again when their files change, or when somebody asks. A file that cannot be used changes
/// nothing: the certificate in use stays, and the log says why.
public final class CertificateWatch {
    private static final System.Logger LOG = System.getLogger(CertificateWatch.class.getName());

    private final List<Watched> watched = new ArrayList<>();

    /// Reads the files of one listener again, and uses them for new connections from then on.
    @FunctionalInterface
    public interface Reload {
        void run() throws IOException;
    }

    private static final class Watched {
        private final String listener;
        private final List<Path> files;
        private final Reload reload;
        private List<String> seen;

        Watched(String listener, List<Path> files, Reload reload) {
            this.listener = listener;
            this.files = files;
            this.reload = reload;
            this.seen = state(files);
        }
    }

    /// Watches files from now on.
    ///
    /// @param listener or several, for people
    public synchronized void add(String listener, List<Path> files, Reload reload) {
        watched.add(new Watched(listener, List.copyOf(files), reload));
    }

    /// Reads what has changed since the last look. To be called now and then.
    public synchronized void look() {
        for (Watched each : watched) {
            List<String> now = state(each.files);
            if (!now.equals(each.seen)) {
                each.seen = now;
                reload(each);
            }
        }
    }

    /// Reads all.
    ///
    /// @return how many could be used
    public synchronized int reload() {
        int reloaded = 0;
        for (Watched each : watched) {
            each.seen = state(each.files);
            reloaded += reload(each) ? 1 : 0;
        }
        return reloaded;
    }

    private static boolean reload(Watched each) {
        try {
            each.reload.run();
            LOG.log(Level.INFO, "certificate read again for {0}", each.listener);
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.log(
                    Level.ERROR,
                    "the certificate of {0} stays as it is, because the new one cannot be used: {1}",
                    each.listener,
                    Objects.toString(e.getMessage(), e.toString()));
            return false;
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
