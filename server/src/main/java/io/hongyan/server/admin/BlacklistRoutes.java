package io.hongyan.server.admin;

import io.hongyan.broker.store.StoreException;
import io.hongyan.cloud.custom.Blacklist;
import io.hongyan.cloud.custom.Page;
import io.hongyan.cloud.metadata.Metadata;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Clients that an instance lets in no more.
final class BlacklistRoutes {
    private static final String PATH = "/instances/{instance}/blacklist";
    private static final String CLIENT = "clientId";
    private static final int LONGEST = 256;

    private final Metadata metadata;
    private final Blacklist blacklist;

    BlacklistRoutes(Metadata metadata, Blacklist blacklist) {
        this.metadata = metadata;
        this.blacklist = blacklist;
    }

    List<AdminRoute> routes() {
        return List.of(
                AdminRoute.look("GET", PATH, this::list),
                AdminRoute.administer("POST", PATH, this::add),
                AdminRoute.administer("DELETE", PATH, this::remove));
    }

    private Map<String, ?> list(AdminRequest request) {
        String instance = AdminApi.instance(metadata, request).id();
        int limit = (int) request.query().number("limit");
        String asked = request.query().text("after");
        String after = asked.isEmpty() ? null : asked;
        Page<String> page = read(after, () -> blacklist.page(instance, null, after, limit));
        Map<String, Object> answer = AdminApi.ordered(
                "entries", page.items().stream().map(id -> Map.of(CLIENT, id)).toList());
        if (page.next() != null) {
            answer.put("after", page.next());
        }
        return answer;
    }

    private static Page<String> read(@Nullable String after, Supplier<Page<String>> page) {
        try {
            return waiting(page);
        } catch (IllegalArgumentException _) {
            throw AdminRefusal.badRequest("after is what an answer before had there, not " + after);
        }
    }

    private static <T> T waiting(Supplier<T> use) {
        try {
            return use.get();
        } catch (StoreException e) {
            throw unavailable(e);
        } catch (CompletionException e) {
            throw e.getCause() instanceof StoreException cause ? unavailable(cause) : e;
        }
    }

    private static AdminRefusal unavailable(StoreException cause) {
        return AdminRefusal.unavailable("the store does not answer: " + cause.getMessage());
    }

    private Map<String, ?> add(AdminRequest request) {
        String instance = AdminApi.instance(metadata, request).id();
        String client = checked(request.body().text(CLIENT));
        if (!waiting(() -> blacklist.add(instance, client))) {
            throw AdminRefusal.conflict("client " + client + " is on the blacklist of " + instance);
        }
        return Map.of();
    }

    private Map<String, ?> remove(AdminRequest request) {
        String instance = AdminApi.instance(metadata, request).id();
        String client = checked(request.query().text(CLIENT));
        if (!waiting(() -> blacklist.remove(instance, client))) {
            throw AdminRefusal.notFound("client " + client + " is not on the blacklist of " + instance);
        }
        return Map.of();
    }

    private static String checked(String client) {
        if (client.isEmpty() || client.length() > LONGEST || client.indexOf('\0') >= 0) {
            throw AdminRefusal.badRequest(
                    "clientId has 1 to " + LONGEST + " characters, none of them U+0000, unlike " + client);
        }
        return client;
    }
}
