package io.hongyan.server.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.cloud.record.RowKey;
import io.hongyan.server.config.AdminRole;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsTest {
    private static final String OWN = "correct horse battery";

    private final RecordTable table = new MemoryStore().records();
    private final HandClock clock = new HandClock();
    private final Accounts accounts = open();

    private Accounts open() {
        return new Accounts(table, clock, new SecureRandom());
    }

    private String makeAdmin() {
        return accounts.makeFirst(_ -> {}).orElseThrow();
    }

    @Test
    void the_first_account_is_made_once_and_its_password_is_for_one_login() {
        String password = makeAdmin();
        assertThat(accounts.makeFirst(_ -> {})).isEmpty();
        assertThat(open().makeFirst(_ -> {})).isEmpty();
        assertThat(accounts.check("admin", password).orElseThrow().mustChange()).isTrue();

        accounts.choose("admin", password, OWN);
        assertThat(accounts.check("admin", password)).isEmpty();
        assertThat(open().check("admin", OWN).orElseThrow().mustChange()).isFalse();
    }

    @Test
    void what_was_changed_is_there_after_a_restart() {
        makeAdmin();
        accounts.create("night.shift@factory", AdminRole.OPERATOR, List.of("mqtt-a", "mqtt-b"));
        accounts.change("night.shift@factory", account -> account.with(AdminRole.VIEWER, List.of("mqtt-a"), false));
        accounts.loggedIn("admin");

        Account account = open().find("night.shift@factory").orElseThrow();
        assertThat(account.role()).isEqualTo(AdminRole.VIEWER);
        assertThat(account.instances()).containsExactly("mqtt-a");
        assertThat(account.enabled()).isFalse();
        assertThat(open().find("admin").orElseThrow().lastLogin()).isEqualTo(clock.wallMillis());
    }

    @Test
    void a_disabled_account_does_not_get_in() {
        makeAdmin();
        String password = accounts.create("guest", AdminRole.VIEWER, List.of()).password();
        accounts.change("guest", account -> account.with(account.role(), account.instances(), false));
        assertThat(accounts.check("guest", password)).isEmpty();
    }

    @Test
    void the_last_administrator_of_everything_stays() {
        makeAdmin();
        accounts.create("of-one", AdminRole.ADMINISTRATOR, List.of("mqtt-a"));
        assertThatThrownBy(() -> accounts.delete("admin")).hasMessageContaining("last administrator");
        assertThatThrownBy(() -> accounts.change("admin", account -> account.with(AdminRole.VIEWER, List.of(), true)))
                .hasMessageContaining("last administrator");
        assertThatThrownBy(() ->
                        accounts.change("admin", account -> account.with(account.role(), List.of("mqtt-a"), true)))
                .hasMessageContaining("last administrator");

        accounts.create("second", AdminRole.ADMINISTRATOR, List.of());
        accounts.delete("admin");
        assertThat(open().find("admin")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "<script>", "a/b", "ünal", ".", ".."})
    void a_name_that_could_be_mistaken_is_refused(String name) {
        assertThatThrownBy(() -> accounts.create(name, AdminRole.VIEWER, List.of()))
                .hasMessageContaining("1 to 64 letters");
    }

    @ParameterizedTest
    @CsvSource({
        "short, 12 characters or more",
        "aaaaaaaaaaaaaaaa, four different characters",
        "administrator, not made of the account's name",
        "12345678901234567890123456789012345678901234567890123456789012345678901234567890, 72 bytes"
    })
    void a_password_that_is_easily_guessed_is_refused(String password, String why) {
        String first = makeAdmin();
        assertThatThrownBy(() -> accounts.choose("admin", first, password)).hasMessageContaining(why);
        assertThat(accounts.check("admin", first)).isPresent();
    }

    @Test
    void who_does_not_know_the_password_does_not_change_it() {
        String first = makeAdmin();
        assertThatThrownBy(() -> accounts.choose("admin", "another password", OWN))
                .hasMessageContaining("current password is another one");
        assertThatThrownBy(() -> accounts.choose("admin", first, first)).hasMessageContaining("is the current one");
    }

    @Test
    void each_change_of_rights_or_password_is_told() {
        List<String> told = new ArrayList<>();
        String first = makeAdmin();
        accounts.listen(told::add);
        accounts.create("guest", AdminRole.VIEWER, List.of());
        accounts.change("guest", account -> account.with(AdminRole.OPERATOR, List.of(), true));
        accounts.reset("guest");
        accounts.choose("admin", first, OWN);
        accounts.delete("guest");
        assertThat(told).containsExactly("guest", "guest", "admin", "guest");
    }

    @Test
    void no_text_shows_a_password_or_its_hash() {
        makeAdmin();
        Accounts.Made made = accounts.create("guest", AdminRole.VIEWER, List.of());
        assertThat(made.toString())
                .doesNotContain(made.password())
                .doesNotContain(made.account().hash());
    }

    @Test
    void no_account_is_made_whose_password_cannot_be_written_down() {
        assertThatThrownBy(() -> accounts.makeFirst(_ -> {
                    throw new IllegalStateException("no room");
                }))
                .hasMessage("no room");
        assertThat(open().all()).isEmpty();
    }

    @Test
    void a_password_that_was_reset_meanwhile_is_not_changed_by_whoever_knew_the_one_before() {
        String first = makeAdmin();
        accounts.choose("admin", first, OWN);
        Account known = accounts.find("admin").orElseThrow();
        Accounts.Made reset = accounts.reset("admin");
        assertThat(known.hash()).isNotEqualTo(reset.account().hash());
        assertThatThrownBy(() -> accounts.choose("admin", OWN, OWN + " 2")).hasMessageContaining("another one");
        assertThat(accounts.check("admin", reset.password())).isPresent();
    }

    @Test
    void an_account_that_cannot_be_read_does_not_keep_the_others_out() {
        String first = makeAdmin();
        table.write(List.of(new RecordTable.Change.Put(RowKey.of("", 'C', "broken"), new byte[] {9, 9})))
                .join();
        assertThat(open().check("admin", first)).isPresent();
        assertThat(open().find("broken")).isEmpty();
    }
}
