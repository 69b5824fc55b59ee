package io.hongyan.server.agreed;

import io.hongyan.cloud.metadata.MetadataException;
import io.hongyan.cloud.metadata.MetadataException.Kind;
import io.hongyan.cloud.metadata.MetadataSnapshot;
import io.hongyan.cloud.metadata.MetadataStore;
import io.hongyan.cloud.metadata.StoredMetadata;
import io.hongyan.cluster.agree.Agreement;
import io.hongyan.cluster.agree.AgreementException;
import io.hongyan.cluster.agree.Change;
import io.hongyan.cluster.agree.Entry;
import io.hongyan.cluster.agree.Guard;
import io.hongyan.cluster.agree.Outcome.Committed;
import io.hongyan.cluster.agree.Range;
import io.hongyan.cluster.agree.WatchListener;
import io.hongyan.cluster.thread.ClusterThread;
import io.hongyan.server.data.DataFolderException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The metadata of a cluster, in the agreement of its nodes: a head, and pages that it names. A change writes the head
/// and those pages in which something is other than before, if the head is still the one that it knows.
///
/// What is heard is told on a thread of its own. The rest may be called by any thread, one at a time.
final class AgreedMetadata implements MetadataStore, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AgreedMetadata.class.getName());

    private final Agreement agreement;
    private final Answers answers;
    private final ClusterThread hearing;
    private final PageForm form;
    private final Paging paging;
    private final PageWriter writer;
    private volatile @Nullable AgreedState first; // what was read at the start
    private Agreement.@Nullable Watch watch;

    /// @param hearing may wait while metadata are changed
    AgreedMetadata(Agreement agreement, Answers answers, ClusterThread hearing, PageForm form, RandomGenerator random) {
        this.agreement = agreement;
        this.answers = answers;
        this.hearing = hearing;
        this.form = form;
        this.paging = new Paging(form, random);
        this.writer = new PageWriter(agreement, answers);
    }

    @Override
    public @Nullable MetadataSnapshot load() {
        StoredMetadata read = read();
        return read == null ? null : read.snapshot();
    }

    /// Replaces what is there, whatever it is: for who sets a cluster up.
    @Override
    public void save(MetadataSnapshot snapshot) {
        StoredMetadata expected = read();
        if (!replace(expected, snapshot).saved()) {
            throw new MetadataException(Kind.UNAVAILABLE, "somebody else changed the metadata meanwhile; try again");
        }
    }

    /// Waits for the agreement to answer, for about a minute.
    ///
    /// @throws DataFolderException when it does not, or what it has cannot be understood
    @Override
    public @Nullable StoredMetadata read() {
        Range range = answers.atStart("the metadata of the cluster", () -> agreement.range(MetadataKeys.ALL));
        var reader = new MetadataReader(form, null);
        try {
            AgreedState state = reader.all(range);
            writer.discard(reader.garbage());
            first = state;
            return state;
        } catch (UnreadableException e) {
            throw new DataFolderException("the metadata of the cluster cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public Outcome replace(@Nullable StoredMetadata expected, MetadataSnapshot next) {
        AgreedState base = (AgreedState) expected; // what this store gave
        Draft draft = paging.draft(base, next);
        Guard unchanged = base == null
                ? new Guard.Absent(MetadataKeys.HEAD)
                : new Guard.Unchanged(MetadataKeys.HEAD, base.revision());
        try {
            if (writer.write(draft, unchanged) instanceof Committed(long revision)) {
                return new Outcome(true, new AgreedState(revision, draft.head(), draft.pages(), next));
            }
            AgreedState now = newest(base);
            boolean made = now.head().changes().contains(draft.change()); // and its answer was lost
            if (!made && !PageWriter.fits(draft)) {
                writer.discard(draft.made().keySet().stream()
                        .filter(name -> !now.pages().containsKey(name))
                        .toList());
            }
            return new Outcome(made, now);
        } catch (AgreementException e) {
            throw unavailable(e);
        }
    }

    private static MetadataException unavailable(AgreementException e) {
        return new MetadataException(
                Kind.UNAVAILABLE,
                "the metadata of the cluster cannot be changed now, since etcd does not answer: " + e.getMessage()
                        + "; try again when it does, and see first whether the change was made all the same",
                e);
    }

    @Override
    public @Nullable StoredMetadata newerThan(StoredMetadata known) {
        try {
            for (Entry entry : answers.persistently(() -> agreement.range(MetadataKeys.HEAD))
                    .entries()) {
                if (entry.key().equals(MetadataKeys.HEAD) && entry.changed() > known.revision()) {
                    return newest((AgreedState) known);
                }
            }
            return null;
        } catch (AgreementException e) {
            throw unavailable(e);
        }
    }

    private AgreedState newest(@Nullable AgreedState known) {
        Range range = answers.persistently(() -> agreement.range(MetadataKeys.ALL));
        try {
            AgreedState state = new MetadataReader(form, known).all(range);
            if (state == null) {
                throw new MetadataException(Kind.UNAVAILABLE, "the metadata of the cluster are gone from etcd");
            }
            return state;
        } catch (UnreadableException e) {
            throw new MetadataException(
                    Kind.UNAVAILABLE, "the metadata of the cluster cannot be understood: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void follow(Consumer<StoredMetadata> newer) {
        watch = agreement.watch(MetadataKeys.ALL, new Hearing(new MetadataReader(form, first), newer));
    }

    @Override
    public synchronized void close() {
        if (watch != null) {
            watch.close();
        }
    }

    /// Takes what is watched to the thread of its own.
    private final class Hearing implements WatchListener {
        private final MetadataReader reader;
        private final Consumer<StoredMetadata> newer;

        private Hearing(MetadataReader reader, Consumer<StoredMetadata> newer) {
            this.reader = reader;
            this.newer = newer;
        }

        @Override
        public void snapshot(Range all) {
            hear(() -> {
                AgreedState state = reader.all(all);
                if (state == null) {
                    throw new UnreadableException("they are gone from etcd");
                }
                return state;
            });
        }

        @Override
        public void changed(List<Change> changes, long revision) {
            hear(() -> reader.changed(changes));
        }

        @Override
        public void broken(String why) {
            LOG.log(Level.DEBUG, "changes of the metadata are not heard until etcd answers again: {0}", why);
        }

        private void hear(Reading reading) {
            hearing.execute(() -> {
                try {
                    StoredMetadata read = reading.read();
                    if (read != null) {
                        newer.accept(read);
                    }
                } catch (UnreadableException e) {
                    LOG.log(
                            Level.ERROR,
                            "the metadata of the cluster were changed and cannot be used, so that this node goes on"
                                    + " with those from before: {0}",
                            e.getMessage());
                }
            });
        }
    }

    private interface Reading {
        @Nullable
        StoredMetadata read();
    }
}
