package io.hongyan.cluster.member;

import io.hongyan.cluster.agree.Change;
import io.hongyan.cluster.agree.Entry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The nodes that have a lease, this one too, as far as the watch has told.
///
/// Confined to the cluster's thread, apart from [#present].
public final class Members {
    /// Where the records stand.
    public static final String PREFIX = "live/member/";

    private final Listener listener;
    private volatile Map<String, MemberRecord> present = Map.of();

    /// Hears who comes and goes, on the cluster's thread. A node that was started anew leaves and joins.
    public interface Listener {
        /// A node is there.
        void joined(MemberRecord member);

        /// Its lease has ended. It may not know it yet.
        void left(MemberRecord member);
    }

    public Members(Listener listener) {
        this.listener = listener;
    }

    /// The nodes by name. Any thread.
    public Map<String, MemberRecord> present() {
        return present;
    }

    /// All records are these.
    ///
    /// @param entries of any keys
    public void snapshot(List<Entry> entries) {
        var records = new HashMap<String, MemberRecord>();
        for (Entry entry : entries) {
            MemberRecord record = parse(entry);
            if (record != null) {
                records.put(record.name(), record);
            }
        }
        replace(records);
    }

    /// Keys have changed.
    ///
    /// @param changes of any keys
    public void changed(List<Change> changes) {
        Map<String, MemberRecord> records = new HashMap<>(present);
        for (Change change : changes) {
            if (!change.key().startsWith(PREFIX)) {
                continue;
            }
            MemberRecord record = switch (change) {
                case Change.Put put -> parse(put.entry());
                case Change.Deleted _ -> null;
            };
            if (record == null) {
                records.remove(change.key().substring(PREFIX.length()));
            } else {
                records.put(record.name(), record);
            }
        }
        replace(records);
    }

    private static @Nullable MemberRecord parse(Entry entry) {
        return entry.key().startsWith(PREFIX)
                ? MemberRecord.parse(entry.key().substring(PREFIX.length()), entry.text())
                : null;
    }

    private void replace(Map<String, MemberRecord> records) {
        Map<String, MemberRecord> before = present;
        if (records.equals(before)) {
            return;
        }
        present = Map.copyOf(records);
        before.forEach((name, record) -> {
            if (!record.equals(records.get(name))) {
                listener.left(record);
            }
        });
        records.forEach((name, record) -> {
            if (!record.equals(before.get(name))) {
                listener.joined(record);
            }
        });
    }
}
