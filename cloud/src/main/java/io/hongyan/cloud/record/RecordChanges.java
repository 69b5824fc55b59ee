package io.hongyan.cloud.record;

import java.util.List;

/// Tells the services that share a store which rows one of them has changed, so that they read them again, and react.
/// Any thread.
public interface RecordChanges {
    /// Of a service that shares its store with nobody: there is nobody to tell.
    RecordChanges NONE = new RecordChanges() {
        @Override
        public void tell(RecordKind kind, String... names) {}

        @Override
        public void listen(RecordKind kind, Listener listener) {}
    };

    /// Tells the others of a change that is durable. Never waits, and loses nothing: while nobody can be told they are
    /// told later, and when it was too much, that anything may have changed.
    ///
    /// @param names of what was changed, as the kind says; none holds U+0000
    void tell(RecordKind kind, String... names);

    /// Hears what the others tell, from now on. Whoever keeps rows in memory listens first, and then reads them.
    void listen(RecordKind kind, Listener listener);

    /// Is told what others changed, by one thread at a time. May wait for the disk.
    interface Listener {
        /// @param names as they were told
        void changed(List<String> names);

        /// Something was missed: any row of the kind may have changed.
        void everything();
    }
}
