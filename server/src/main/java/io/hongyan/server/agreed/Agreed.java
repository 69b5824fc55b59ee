package io.hongyan.server.agreed;

import io.hongyan.cloud.metadata.MetadataStore;
import io.hongyan.cloud.record.RecordChanges;
import io.hongyan.cluster.agree.Agreement;
import io.hongyan.cluster.agree.Entry;
import io.hongyan.cluster.agree.Guard;
import io.hongyan.cluster.agree.Transaction;
import io.hongyan.cluster.agree.Write;
import io.hongyan.cluster.thread.ClusterThread;
import io.hongyan.cluster.thread.OwnThread;
import io.hongyan.server.data.MetadataFile;
import io.hongyan.server.data.SecretsKey;
import io.hongyan.server.data.StoredFields;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/// What a node of a cluster agrees on with the others, apart from who owns what: the key of secrets, the metadata, and
/// which rows were changed. Open it before anything is read from the store of rows, and close it after all that uses
/// it. Any thread.
public final class Agreed implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Agreed.class.getName());
    private static final String ONCE = "meta/once/";

    private final Agreement agreement;
    private final Answers answers;
    private final String node;
    private final AgreedMetadata metadata;
    private final AgreedChanges changes;
    private final List<OwnThread> threads = new ArrayList<>();

    private Agreed(
            Agreement agreement,
            Answers answers,
            String node,
            Path folder,
            SecretsKey secrets,
            RandomGenerator random,
            ClusterThread ofMetadata,
            ClusterThread ofChanges) {
        this.agreement = agreement;
        this.answers = answers;
        this.node = node;
        if (secrets.isNew() && Files.exists(folder.resolve(MetadataFile.NAME))) {
            var _ = new MetadataFile(folder, secrets).load(); // fails if the folder has secrets of a key that is gone
        }
        new AgreedKey(agreement, answers, secrets, node).join();
        this.metadata = new AgreedMetadata(
                agreement, answers, ofMetadata, new PageForm(new StoredFields(secrets.box())), random);
        this.changes = new AgreedChanges(agreement, node, HexFormat.of().toHexDigits(random.nextLong()), ofChanges);
    }

    /// Waits for the agreement to answer, for about a minute, and sees to it that the node has the key of secrets that
    /// the others have.
    ///
    /// @param agreement of the cluster: keys below `meta/` are used
    /// @param node the name of this one, that no other one has
    /// @param folder the data folder
    /// @param random must be unpredictable
    /// @throws io.hongyan.server.data.DataFolderException when it does not answer, or the key is another one
    public static Agreed open(
            Agreement agreement, String node, Path folder, SecretsKey secrets, RandomGenerator random) {
        var ofMetadata = new OwnThread(Agreed::failed);
        var ofChanges = new OwnThread(Agreed::failed);
        try {
            var answers = new Answers(new OwnPatience());
            var opened = new Agreed(agreement, answers, node, folder, secrets, random, ofMetadata, ofChanges);
            opened.threads.add(ofMetadata);
            opened.threads.add(ofChanges);
            return opened;
        } catch (RuntimeException e) {
            ofMetadata.close();
            ofChanges.close();
            throw e;
        }
    }

    /// The same with threads and waiting that a test has.
    static Agreed open(
            Agreement agreement,
            String node,
            Path folder,
            SecretsKey secrets,
            RandomGenerator random,
            Patience patience,
            ClusterThread thread) {
        return new Agreed(agreement, new Answers(patience), node, folder, secrets, random, thread, thread);
    }

    private static void failed(RuntimeException e) {
        LOG.log(Level.ERROR, "what other nodes changed was heard, and something of it failed", e);
    }

    /// The metadata of the cluster.
    public MetadataStore metadata() {
        return metadata;
    }

    /// Tells the other nodes of changed rows, and hears of theirs.
    public RecordChanges changes() {
        return changes;
    }

    /// A node has left the cluster, perhaps between a change and the word of it: all that is kept in memory of rows is
    /// read again.
    public void nodeLeft() {
        changes.doubt();
    }

    /// Whether this node is the one that does what only one may do, and only once, such as making the first account.
    /// The answer stays the same for ever.
    ///
    /// @param what letters and `-`
    /// @throws io.hongyan.server.data.DataFolderException when the agreement does not answer, for about a minute
    public boolean isOurs(String what) {
        String key = ONCE + what;
        var claim = Transaction.of(new Guard.Absent(key), new Write.Put(key, node, 0));
        var _ = answers.atStart("the right to be first", () -> agreement.commit(claim));
        return answers.atStart("the right to be first", () -> agreement.range(key)).entries().stream()
                .filter(entry -> entry.key().equals(key))
                .map(Entry::text)
                .anyMatch(node::equals);
    }

    /// Nothing is heard or told any more; the agreement stays open.
    @Override
    public void close() {
        metadata.close();
        changes.close();
        threads.forEach(OwnThread::close);
    }
}
