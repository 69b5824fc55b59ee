package io.hongyan.cloud.custom;

import io.hongyan.broker.store.RecordTable;
import io.hongyan.cloud.record.ChangeListener;
import io.hongyan.cloud.record.Changes;
import io.hongyan.cloud.record.RecordChanges;
import io.hongyan.cloud.record.RecordKind;
import io.hongyan.cloud.secret.SecretBox;
import org.jspecify.annotations.Nullable;

/// Custom authentication: identities, permissions and a blacklist, which an account keeps by the API. All of it reads
/// and waits for the disk: any thread that may block.
public final class CustomAuth {
    private final Changes changes;
    private final CustomAccounts accounts;
    private final CustomPermissions permissions;
    private final Blacklist blacklist;

    /// That of a service that shares its store with nobody.
    public CustomAuth(RecordTable table, SecretBox secrets) {
        this(table, RecordChanges.NONE, secrets);
    }

    /// @param shared tells other services of changes, and hears of theirs
    public CustomAuth(RecordTable table, RecordChanges shared, SecretBox secrets) {
        Rows rows = new Rows(table);
        this.changes = new Changes(shared, RecordKind.CUSTOM, this::forget);
        this.accounts = new CustomAccounts(rows, secrets, changes);
        this.permissions = new CustomPermissions(rows, changes);
        this.blacklist = new Blacklist(rows, changes);
    }

    private void forget(@Nullable String instance) {
        blacklist.forget(instance);
    }

    public CustomAccounts accounts() {
        return accounts;
    }

    public CustomPermissions permissions() {
        return permissions;
    }

    public Blacklist blacklist() {
        return blacklist;
    }

    /// Is told of each change that takes something from somebody, and of others.
    ///
    /// @param everything called when other services may have changed anything
    public void listen(ChangeListener listener, Runnable everything) {
        changes.listen(listener, everything);
    }

    /// Another number after each change.
    public long version() {
        return changes.version();
    }
}
