package io.hongyan.cloud.custom;

import io.hongyan.broker.store.RecordTable;
import io.hongyan.cloud.record.ChangeListener;
import io.hongyan.cloud.record.Changes;
import io.hongyan.cloud.secret.SecretBox;

/// Custom authentication: identities, permissions and a blacklist, which an account keeps by the API. All of it reads
/// and waits for the disk: any thread that may block.
public final class CustomAuth {
    private final Changes changes = new Changes();
    private final CustomAccounts accounts;
    private final CustomPermissions permissions;
    private final Blacklist blacklist;

    public CustomAuth(RecordTable table, SecretBox secrets) {
        Rows rows = new Rows(table);
        this.accounts = new CustomAccounts(rows, secrets, changes);
        this.permissions = new CustomPermissions(rows, changes);
        this.blacklist = new Blacklist(rows, changes);
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
    public void listen(ChangeListener listener) {
        changes.listen(listener);
    }

    /// Another number after each change.
    public long version() {
        return changes.version();
    }
}
