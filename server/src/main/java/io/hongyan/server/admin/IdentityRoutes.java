package io.hongyan.server.admin;

import io.hongyan.cloud.custom.CustomAccount;
import io.hongyan.cloud.custom.CustomAccounts;
import io.hongyan.cloud.custom.SignMode;
import io.hongyan.cloud.metadata.FirstStart;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.record.IdentityType;
import io.hongyan.server.admin.describe.Query;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Identities of custom authentication. A secret that the service makes is told by that answer, and never again.
final class IdentityRoutes {
    private static final String PATH = "/instances/{instance}/custom-auth/identities";
    private static final String TYPE = "type";
    private static final String USER = "username";
    private static final String CLIENT = "clientId";
    private static final String MODE = "signMode";
    private static final String SECRET = "secret";

    private final Metadata metadata;
    private final CustomAccounts accounts;
    private final RandomGenerator random;

    /// @param clientId empty for type [IdentityType#USER]
    private record Names(IdentityType type, String username, String clientId) {
        @Override
        public String toString() {
            return type == IdentityType.USER ? "user " + username : "client " + clientId + " of user " + username;
        }
    }

    /// @param random must be unpredictable: secrets come from it
    IdentityRoutes(Metadata metadata, CustomAccounts accounts, RandomGenerator random) {
        this.metadata = metadata;
        this.accounts = accounts;
        this.random = random;
    }

    List<AdminRoute> routes() {
        return List.of(
                AdminRoute.look("GET", PATH, this::list),
                AdminRoute.administer("POST", PATH, this::add),
                AdminRoute.administer("PATCH", PATH, this::change),
                AdminRoute.administer("POST", PATH + "/refresh", this::refresh),
                AdminRoute.administer("DELETE", PATH, this::delete));
    }

    private String instance(AdminRequest request) {
        return AdminApi.instance(metadata, request).id();
    }

    /// The type that a list is narrowed to; null for both.
    static @Nullable IdentityType type(Query query) {
        String type = query.text(TYPE);
        return type.isEmpty() ? null : FormFields.choice(TYPE, type, IdentityType.class);
    }

    private Map<String, ?> list(AdminRequest request) {
        String instance = instance(request);
        IdentityType type = type(request.query());
        String prefix = StoredRows.prefix(request.query());
        int limit = (int) request.query().number("limit");
        return StoredRows.list(
                "identities",
                request.query(),
                after -> accounts.search(instance, type, prefix, after, limit),
                IdentityRoutes::view);
    }

    private static Map<String, Object> view(CustomAccount account) {
        Map<String, Object> view = AdminApi.ordered(TYPE, FormFields.word(account.type()), USER, account.username());
        if (account.type() == IdentityType.CLIENT) {
            view.put(CLIENT, account.clientId());
        }
        view.put(MODE, FormFields.word(account.mode()));
        return view;
    }

    private static Map<String, ?> told(CustomAccount account, boolean made) {
        Map<String, Object> view = view(account);
        if (made) {
            view.put(SECRET, account.secret());
        }
        return view;
    }

    private String secret() {
        return FirstStart.newAccessKey(random).secret();
    }

    private static Names names(FormFields form) {
        return names(form.choice(TYPE, IdentityType.USER), form.text(USER, ""), form.text(CLIENT, ""));
    }

    private static Names names(IdentityType type, String username, String clientId) {
        return StoredRows.valid(() -> {
            CustomAccount.checkNames(type, username, clientId);
            return new Names(type, username, clientId);
        });
    }

    private Map<String, ?> add(AdminRequest request) {
        String instance = instance(request);
        FormFields form = new FormFields(request.body());
        Names names = names(form);
        boolean made = !form.has(SECRET);
        SignMode mode = form.choice(MODE, SignMode.ORIGIN);
        CustomAccount account = StoredRows.valid(() -> new CustomAccount(
                names.type(), names.username(), names.clientId(), mode, made ? secret() : form.text(SECRET, "")));
        if (!StoredRows.change(() -> accounts.add(instance, account))) {
            throw AdminRefusal.conflict("there is an identity of " + names + " in " + instance);
        }
        return told(account, made);
    }

    private Map<String, ?> change(AdminRequest request) {
        FormFields form = new FormFields(request.body());
        if (!form.has(MODE) && !form.has(SECRET)) {
            throw AdminRefusal.badRequest("nothing changes: name " + MODE + " or " + SECRET);
        }
        return edit(request, form, form.has(SECRET) ? form.text(SECRET, "") : null, false);
    }

    private Map<String, ?> refresh(AdminRequest request) {
        return edit(request, new FormFields(request.body()), secret(), true);
    }

    /// @param secret null = as it is
    private Map<String, ?> edit(AdminRequest request, FormFields form, @Nullable String secret, boolean made) {
        String instance = instance(request);
        Names names = names(form);
        CustomAccount changed = StoredRows.change(() -> accounts.change(
                instance,
                names.type(),
                names.username(),
                names.clientId(),
                before -> before.with(form.choice(MODE, before.mode()), secret == null ? before.secret() : secret)));
        if (changed == null) {
            throw none(instance, names);
        }
        return told(changed, made);
    }

    private Map<String, ?> delete(AdminRequest request) {
        String instance = instance(request);
        Query query = request.query();
        Names names = names(
                FormFields.choice(TYPE, query.text(TYPE), IdentityType.class), query.text(USER), query.text(CLIENT));
        if (!StoredRows.change(() -> accounts.delete(instance, names.type(), names.username(), names.clientId()))) {
            throw none(instance, names);
        }
        return Map.of();
    }

    private static AdminRefusal none(String instance, Names names) {
        return AdminRefusal.notFound("there is no identity of " + names + " in " + instance);
    }
}
