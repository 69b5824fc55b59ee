package io.hongyan.server.console;

import io.hongyan.server.admin.AdminRefusal;
import io.hongyan.server.admin.AdminRequest;
import io.hongyan.server.admin.AdminRoute;
import io.hongyan.server.config.AdminRole;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Accounts of the console.
final class AccountRoutes {
    private final Accounts accounts;

    AccountRoutes(Accounts accounts) {
        this.accounts = accounts;
    }

    List<AdminRoute> routes() {
        return List.of(
                AdminRoute.inspect("GET", "/accounts", _ -> all()),
                AdminRoute.administer("POST", "/accounts", this::create),
                AdminRoute.administer("PATCH", "/accounts/{name}", this::change),
                AdminRoute.administer("POST", "/accounts/{name}/password", this::reset),
                AdminRoute.administer("DELETE", "/accounts/{name}", this::delete));
    }

    private Map<String, ?> all() {
        return Map.of(
                "accounts", accounts.all().stream().map(AccountRoutes::view).toList());
    }

    private static Map<String, Object> view(Account account) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("name", account.name());
        view.put("role", account.role().word());
        view.put("instances", account.instances());
        view.put("enabled", account.enabled());
        view.put("mustChangePassword", account.mustChange());
        if (account.lastLogin() > 0) {
            view.put("lastLogin", Instant.ofEpochMilli(account.lastLogin()).toString());
        }
        return view;
    }

    private Map<String, ?> create(AdminRequest request) {
        String name = request.body().text("name");
        AdminRole role = role(request.body().text("role"));
        return made(() -> accounts.create(name, role, instances(request, List.of())));
    }

    private Map<String, ?> change(AdminRequest request) {
        changed(() -> accounts.change(
                request.name("name"),
                account -> account.with(
                        request.body()
                                .optionalText("role")
                                .map(AccountRoutes::role)
                                .orElse(account.role()),
                        instances(request, account.instances()),
                        request.body().truth("enabled", account.enabled()))));
        return Map.of();
    }

    private static List<String> instances(AdminRequest request, List<String> otherwise) {
        return request.body().names().contains("instances") ? request.body().texts("instances") : otherwise;
    }

    private static AdminRole role(String text) {
        return AdminRole.of(text)
                .orElseThrow(() -> AdminRefusal.badRequest("role is viewer, operator or administrator, not " + text));
    }

    private Map<String, ?> reset(AdminRequest request) {
        return made(() -> accounts.reset(request.name("name")));
    }

    private Map<String, ?> delete(AdminRequest request) {
        changed(() -> {
            accounts.delete(request.name("name"));
            return true;
        });
        return Map.of();
    }

    private static Map<String, ?> made(Supplier<Accounts.Made> change) {
        Accounts.Made made = changed(change);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("name", made.account().name());
        answer.put("password", made.password());
        return answer;
    }

    private static <T> T changed(Supplier<T> change) {
        try {
            return change.get();
        } catch (AccountException e) {
            String message = String.valueOf(e.getMessage());
            throw switch (e.kind()) {
                case INVALID, WRONG_PASSWORD -> AdminRefusal.badRequest(message);
                case MISSING -> AdminRefusal.notFound(message);
                case CONFLICT -> AdminRefusal.conflict(message);
                case UNSAVED -> AdminRefusal.unsaved(message);
            };
        }
    }
}
