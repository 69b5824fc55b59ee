package io.hongyan.store.rocksdb.engine;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/// What to do about a database that cannot be opened or read, for the operator; the fault itself follows in the message
/// of the exception.
final class OpenFault {
    private OpenFault() {}

    static String text(Path folder, OpenMode mode, RocksDBException e) {
        String known = known(folder, String.valueOf(e.getMessage()));
        if (known != null) {
            return known;
        }
        String advice = switch (mode) {
            case SALVAGE -> "not even a part can be read; go back to a copy ('" + StoreCommands.restore() + "')";
            case READ_ONLY -> // a check cannot say more: it has come this way itself
                "if it is damaged, '" + StoreCommands.of("repair", folder) + "' saves what can be read";
            case READ_WRITE ->
                "if it is damaged, '" + StoreCommands.of("check", folder) + "' says how far, and '"
                        + StoreCommands.of("repair", folder) + "' saves the rest";
        };
        return "cannot use the store in " + folder + "; " + advice;
    }

    /// Whether nothing but damage explains it.
    static boolean isDamage(RocksDBException e) {
        return known(Path.of(""), String.valueOf(e.getMessage())) == null;
    }

    private static @Nullable String known(Path folder, String reason) {
        if (reason.contains("LOCK")) {
            return "the store in " + folder + " is in use by another process";
        }
        if (reason.contains("Permission denied") || reason.contains("Read-only file system")) {
            return "cannot write the store in " + folder + "; make the folder and its files writable for the user that"
                    + " runs the service";
        }
        if (reason.contains("No space left on device")) {
            return "the disk of the store in " + folder + " is full; make room and start again";
        }
        return null;
    }
}
