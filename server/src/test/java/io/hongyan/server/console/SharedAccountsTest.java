package io.hongyan.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.cloud.record.RecordChanges;
import io.hongyan.server.agreed.PairedChanges;
import io.hongyan.server.config.AdminRole;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Goal: an account that is changed at one node is the same at the other, and who is logged in there is out.
class SharedAccountsTest {
    private static final String OWN = "correct horse battery";

    private final RecordTable table = new MemoryStore().records();
    private final HandClock clock = new HandClock();
    private final PairedChanges changes = new PairedChanges();
    private final Accounts here = open(changes);
    private final Accounts there = open(changes.other());
    private final List<String> told = new ArrayList<>();

    private Accounts open(RecordChanges shared) {
        return new Accounts(table, shared, clock, new SecureRandom());
    }

    @Test
    void an_account_is_made_changed_and_deleted_at_both() {
        String first = here.makeFirst(_ -> {}).orElseThrow();
        assertThat(there.makeFirst(_ -> {})).isEmpty();
        here.create("ann", AdminRole.OPERATOR, List.of());
        there.listen(told::add);

        here.choose("admin", first, OWN);
        assertThat(there.check("admin", OWN)).isPresent();
        assertThat(there.check("admin", first)).isEmpty();
        here.change("ann", account -> account.with(AdminRole.VIEWER, List.of(), true));
        assertThat(there.find("ann").orElseThrow().role()).isEqualTo(AdminRole.VIEWER);
        here.delete("ann");
        assertThat(there.find("ann")).isEmpty();

        assertThat(told).containsExactly("admin", "ann", "ann");
    }

    @Test
    void a_login_ends_no_session_elsewhere_and_takes_nothing_back() {
        String first = here.makeFirst(_ -> {}).orElseThrow();
        there.listen(told::add);
        Accounts deaf = open(new PairedChanges()); // it has not heard yet

        here.choose("admin", first, OWN);
        told.clear();
        here.loggedIn("admin");
        deaf.loggedIn("admin");

        assertThat(told).isEmpty();
        assertThat(open(RecordChanges.NONE).check("admin", OWN)).isPresent();
    }

    @Test
    void what_was_missed_is_read_again() {
        here.makeFirst(_ -> {});
        Accounts unheard = open(RecordChanges.NONE);
        unheard.create("ann", AdminRole.OPERATOR, List.of());
        assertThat(there.find("ann")).isEmpty();
        changes.other().doubt();
        assertThat(there.find("ann")).isPresent();
        unheard.delete("ann");
        changes.other().doubt();
        assertThat(there.find("ann")).isEmpty();
    }
}
