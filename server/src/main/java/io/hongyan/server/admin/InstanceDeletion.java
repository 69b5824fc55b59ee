package io.hongyan.server.admin;

import io.hongyan.broker.Broker;
import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.RecordTable.Change;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.record.RowKey;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Deletes instances with everything that they own. A deletion continues however long it takes, whether or not a caller
/// waits for it; the next process finishes what one has left. Any thread.
public final class InstanceDeletion {
    private static final System.Logger LOG = System.getLogger(InstanceDeletion.class.getName());

    private final Metadata metadata;
    private final Broker broker;
    private final RecordTable rows;
    private final Map<String, CompletableFuture<Void>> running = new HashMap<>();

    /// Of other nodes' deletions.
    private final Set<String> heard = ConcurrentHashMap.newKeySet();

    /// @param rows credentials and the like, of all instances
    public InstanceDeletion(Metadata metadata, Broker broker, RecordTable rows) {
        this.metadata = metadata;
        this.broker = broker;
        this.rows = rows;
    }

    /// Finishes what an earlier process has begun.
    public void resume() {
        for (String id : metadata.snapshot().deletedInstances()) {
            var _ = delete(id);
        }
    }

    /// Drops what this node has of instances that other nodes delete, from now on. In a cluster alone.
    public void follow() {
        metadata.listen(now -> {
            heard.retainAll(now.deletedInstances());
            for (String id : now.deletedInstances()) {
                if (heard.add(id)) {
                    Thread.ofVirtual().name("deletion").start(() -> drop(id)); // the metadata must not wait
                }
            }
        });
    }

    private void drop(String id) {
        synchronized (this) {
            if (running.containsKey(id)) {
                return;
            }
        }
        var _ = broker.dropInstance(id).exceptionally(failure -> {
            LOG.log(Level.ERROR, "instance " + id + ", which another node deletes, is not dropped here", failure);
            return null;
        });
    }

    /// Deletes an instance. May be repeated while it goes on.
    ///
    /// @return completes when nothing is left; exceptionally when it could not be done now: it is done when it is asked
    ///         for again, and with the next start
    /// @throws io.hongyan.cloud.metadata.MetadataException when there is no such instance
    public synchronized CompletableFuture<Void> delete(String id) {
        metadata.deleteInstance(id);
        CompletableFuture<Void> present = running.get(id);
        if (present != null) {
            return present;
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        running.put(id, done);
        var _ = broker.dropInstance(id)
                .thenCompose(_ -> rows.write(List.of(new Change.DeletePrefix(RowKey.instance(id)))))
                .whenComplete(
                        (_, failure) -> Thread.ofVirtual().name("deletion").start(() -> end(id, done, failure)));
        return done;
    }

    private void end(String id, CompletableFuture<Void> done, @Nullable Throwable failure) {
        Throwable cause = failure;
        synchronized (this) {
            running.remove(id); // before the name is free, so that a new instance of it is deleted anew
            try {
                if (cause == null) {
                    metadata.instanceDeleted(id);
                }
            } catch (Throwable unsaved) {
                cause = unsaved;
            }
        }
        if (cause == null) {
            LOG.log(Level.INFO, "instance {0} is deleted with everything that it owned", id);
            done.complete(null);
        } else {
            LOG.log(Level.ERROR, "instance " + id + " is not deleted completely; the next start goes on", cause);
            done.completeExceptionally(cause);
        }
    }
}
