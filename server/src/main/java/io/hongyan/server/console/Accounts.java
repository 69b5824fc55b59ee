package io.hongyan.server.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.RecordTable.Change;
import io.hongyan.broker.store.RecordTable.Row;
import io.hongyan.broker.store.StoreException;
import io.hongyan.cloud.open.PasswordHash;
import io.hongyan.cloud.record.RecordChanges;
import io.hongyan.cloud.record.RecordKind;
import io.hongyan.cloud.record.RowKey;
import io.hongyan.server.config.AdminRole;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The accounts of the console, in the store and in memory. A change is durable when it returns. There is always an
/// administrator who may log in and sees everything: the change that would leave none is refused. Any thread that may
/// block.
public final class Accounts {
    /// The most accounts.
    static final int MOST = 1000;

    /// The fewest characters of a password.
    static final int SHORTEST_PASSWORD = 12;

    /// The account that a first start makes.
    public static final String FIRST = "admin";

    private static final System.Logger LOG = System.getLogger(Accounts.class.getName());
    /// No browser can ask for a path that ends with `.` or `..`.
    private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._@-]{1,64}");
    /// As ids of instances are made; one that does not exist (yet) is no fault.
    private static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    /// How long a change waits for the disk.
    private static final int WRITE_SECONDS = 10;

    private static final char KIND = 'C';
    private static final String SERVICE = "";
    private static final int PASSWORD_BYTES = 15;
    private static final int MOST_INSTANCES = 1000;

    private final RecordTable table;
    private final RecordChanges shared;
    private final Clock clock;
    private final SecureRandom random;
    private final SortedMap<String, Account> accounts = new TreeMap<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    /// Compared with what is given for a name that nobody has: it takes as long as a wrong password.
    private final String decoy;

    /// A password that stands nowhere but in the answer that shows it.
    ///
    /// @param password for one login
    record Made(Account account, String password) {
        @Override
        public String toString() {
            return "Made[" + account + ", ***]";
        }
    }

    /// Those of a service that shares its store with nobody.
    ///
    /// @throws io.hongyan.broker.store.StoreException when the disk cannot be read
    public Accounts(RecordTable table, Clock clock, SecureRandom random) {
        this(table, RecordChanges.NONE, clock, random);
    }

    /// Reads all of them.
    ///
    /// @param shared tells other services of changes, and hears of theirs
    /// @throws io.hongyan.broker.store.StoreException when the disk cannot be read
    public Accounts(RecordTable table, RecordChanges shared, Clock clock, SecureRandom random) {
        this.table = table;
        this.shared = shared;
        this.clock = clock;
        this.random = random;
        this.decoy = PasswordHash.of(password());
        shared.listen(RecordKind.ACCOUNT, new FromOthers());
        for (Row row : table.scan(RowKey.of(SERVICE, KIND), null, RecordTable.MAX_ROWS)) {
            take(RowKey.names(row.key())[0], row.value());
        }
    }

    /// @param row null when there is none
    private void take(String name, byte @Nullable [] row) {
        if (row == null) {
            accounts.remove(name);
            return;
        }
        try {
            accounts.put(name, Account.of(name, row));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the account {0} cannot be read and is passed over: {1}", name, e.getMessage());
        }
    }

    /// Where others change rows too, a change begins with what they have made of it.
    private synchronized void refresh(String name) {
        if (!shared.equals(RecordChanges.NONE)) {
            take(name, table.get(key(name)));
        }
    }

    private final class FromOthers implements RecordChanges.Listener {
        @Override
        public void changed(List<String> names) {
            String name = names.getFirst();
            boolean same;
            synchronized (Accounts.this) {
                Account before = accounts.get(name);
                refresh(name);
                Account now = accounts.get(name);
                same = before != null && now != null && before.equals(now.loggedIn(before.lastLogin()));
            }
            if (!same) {
                listeners.forEach(each -> each.accept(name));
            }
        }

        @Override
        public void everything() {
            Set<String> names = new TreeSet<>();
            table.scan(RowKey.of(SERVICE, KIND), null, RecordTable.MAX_ROWS)
                    .forEach(row -> names.add(RowKey.names(row.key())[0]));
            all().forEach(account -> names.add(account.name()));
            names.forEach(name -> changed(List.of(name)));
        }
    }

    /// Is told the name of each account whose rights or password were changed or that was deleted.
    void listen(Consumer<String> listener) {
        listeners.add(listener);
    }

    /// All of them, by name.
    synchronized List<Account> all() {
        return List.copyOf(accounts.values());
    }

    synchronized Optional<Account> find(String name) {
        return Optional.ofNullable(accounts.get(name));
    }

    /// Makes the first account, unless there is one.
    ///
    /// @param keep writes its password down, before there is the account
    /// @return its password for one login; empty when there are accounts already
    public synchronized Optional<String> makeFirst(Consumer<String> keep) {
        if (!accounts.isEmpty()) {
            return Optional.empty();
        }
        String password = password();
        keep.accept(password);
        put(new Account(FIRST, AdminRole.ADMINISTRATOR, List.of(), true, true, PasswordHash.of(password), 0));
        return Optional.of(password);
    }

    /// @throws AccountException when there is one of that name, or it cannot be had
    synchronized Made create(String name, AdminRole role, List<String> instances) {
        if (!NAME.matcher(name).matches()) {
            throw AccountException.invalid(
                    "the name of an account has 1 to 64 letters, digits and . - _ @, is neither . nor .., and this is"
                            + " another one: " + name);
        }
        refresh(name);
        if (accounts.containsKey(name)) {
            throw AccountException.conflict("there is an account " + name + " already");
        }
        if (accounts.size() >= MOST) {
            throw AccountException.conflict("there are " + MOST + " accounts already, the most; delete one");
        }
        checkInstances(instances);
        String password = password();
        Account account = new Account(name, role, instances, true, true, PasswordHash.of(password), 0);
        put(account);
        return new Made(account, password);
    }

    /// Changes role, instances and whether it may log in.
    synchronized Account change(String name, UnaryOperator<Account> change) {
        Account changed = change.apply(existing(name));
        checkInstances(changed.instances());
        expectAdministrator(name, changed);
        put(changed);
        tell(name);
        return changed;
    }

    synchronized void delete(String name) {
        existing(name);
        expectAdministrator(name, null);
        write(new Change.Delete(key(name)));
        accounts.remove(name);
        shared.tell(RecordKind.ACCOUNT, name);
        tell(name);
    }

    /// Gives an account a password for one login, in place of its own.
    synchronized Made reset(String name) {
        String password = password();
        Account changed = existing(name).withPassword(PasswordHash.of(password), true);
        put(changed);
        tell(name);
        return new Made(changed, password);
    }

    /// Whether this is the password of that account, which may log in. Takes time, the same for every name.
    Optional<Account> check(String name, String password) {
        Optional<Account> account = find(name);
        boolean right =
                PasswordHash.matches(password, account.map(Account::hash).orElse(decoy));
        return account.filter(each -> right && each.enabled());
    }

    /// An account chose a password of its own.
    ///
    /// @throws AccountException when the present one is another, or the new one cannot be had
    void choose(String name, String current, String password) {
        Account known = check(name, current).orElseThrow(AccountException::wrongPassword);
        checkPassword(name, password);
        if (password.equals(current)) {
            throw AccountException.invalid("the new password is the current one; choose another");
        }
        String hash = PasswordHash.of(password);
        synchronized (this) {
            Account account = existing(name);
            if (!account.hash().equals(known.hash())) {
                throw AccountException.conflict("the password was changed by somebody else meanwhile; log in again");
            }
            put(account.withPassword(hash, false));
        }
        tell(name);
    }

    /// Notes a login. Nobody waits for the disk: a login works also while it takes nothing.
    synchronized void loggedIn(String name) {
        try {
            refresh(name);
        } catch (StoreException e) {
            return; // what would be written then might be old
        }
        find(name).map(account -> account.loggedIn(clock.wallMillis())).ifPresent(account -> {
            accounts.put(name, account);
            var _ = table.write(List.of(new Change.Put(key(name), account.row())))
                    .exceptionally(_ -> null);
        });
    }

    private static void checkPassword(String name, String password) {
        if (password.length() < SHORTEST_PASSWORD || password.getBytes(UTF_8).length > PasswordHash.LONGEST) {
            throw AccountException.invalid("a password has " + SHORTEST_PASSWORD + " characters or more, and "
                    + PasswordHash.LONGEST + " bytes of UTF-8 at most");
        }
        if (password.contains(name) && password.length() < name.length() + SHORTEST_PASSWORD) {
            throw AccountException.invalid("a password is not made of the account's name; choose another");
        }
        if (password.chars().distinct().count() < 4) {
            throw AccountException.invalid("a password has four different characters at least");
        }
    }

    private static void checkInstances(List<String> instances) {
        if (instances.size() > MOST_INSTANCES) {
            throw AccountException.invalid("an account sees " + MOST_INSTANCES + " instances at most, or all of them");
        }
        instances.stream()
                .filter(INSTANCE.asMatchPredicate().negate())
                .findFirst()
                .ifPresent(wrong -> {
                    throw AccountException.invalid("instances holds ids of instances, and this is none: "
                            + wrong.substring(0, Math.min(100, wrong.length())));
                });
    }

    /// @param changed what becomes of it; null = it is deleted
    private void expectAdministrator(String name, @Nullable Account changed) {
        boolean left = accounts.values().stream()
                .map(each -> each.name().equals(name) ? changed : each)
                .anyMatch(each -> each != null
                        && each.enabled()
                        && each.role() == AdminRole.ADMINISTRATOR
                        && each.instances().isEmpty());
        if (!left) {
            throw AccountException.conflict(
                    name + " is the last administrator of all instances who may log in; make another one first");
        }
    }

    private Account existing(String name) {
        refresh(name);
        return find(name).orElseThrow(() -> AccountException.missing("there is no account " + name));
    }

    private void put(Account account) {
        write(new Change.Put(key(account.name()), account.row()));
        accounts.put(account.name(), account);
        shared.tell(RecordKind.ACCOUNT, account.name());
    }

    /// Nothing is changed when the disk does not take it in time; it may do so later, and then a restart shows it.
    private void write(Change change) {
        try {
            table.write(List.of(change)).get(WRITE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw AccountException.unsaved("the store does not take changes at present; try again when it does");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AccountException.unsaved("the service stops");
        }
    }

    private void tell(String name) {
        listeners.forEach(each -> each.accept(name));
    }

    private static byte[] key(String name) {
        return RowKey.of(SERVICE, KIND, name);
    }

    private String password() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
