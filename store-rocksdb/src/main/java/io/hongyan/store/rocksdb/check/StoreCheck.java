package io.hongyan.store.rocksdb.check;

import io.hongyan.broker.store.StoreException;
import io.hongyan.store.rocksdb.engine.Engine;
import io.hongyan.store.rocksdb.salvage.Salvage;
import java.nio.file.Path;
import org.rocksdb.RocksDBException;

/// Checks a store for damage: checksums of all files, and whether the messages of inboxes and outboxes are there.
public final class StoreCheck {
    private StoreCheck() {}

    /// Changes nothing. No process may use the store meanwhile: files that it deletes would look like damage.
    ///
    /// The rows of a damaged store are those that a repair saves.
    ///
    /// @throws StoreException when there is no store, or one that this program does not read
    public static StoreReport check(Path folder) {
        String refusal;
        try (Engine engine = Engine.openReadOnly(folder)) {
            engine.verify();
            return SavedRows.read(new SoundRows(engine), (_, _, _) -> {}).report();
        } catch (RocksDBException e) {
            refusal = "a file does not have the checksum that it was written with: " + e.getMessage();
        } catch (StoreException e) {
            if (!(e.getCause() instanceof RocksDBException cause) || !Engine.isDamage(cause)) {
                throw e;
            }
            refusal = "a start refuses it: " + cause.getMessage();
        }
        try (Salvage salvage = Salvage.open(folder)) {
            return SavedRows.read(salvage, (_, _, _) -> {}).report(refusal);
        }
    }

    /// Opens a store as a start does, and closes it; reads no rows and changes nothing.
    ///
    /// @throws StoreException when it cannot be opened
    public static void open(Path folder) {
        Engine.openReadOnly(folder).close();
    }
}
