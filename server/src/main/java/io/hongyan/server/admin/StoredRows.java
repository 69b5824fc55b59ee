package io.hongyan.server.admin;

import io.hongyan.broker.store.StoreException;
import io.hongyan.cloud.custom.Page;
import io.hongyan.server.admin.describe.Query;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What routes do with rows of the store, which may not answer, or not take what it is given.
final class StoredRows {
    private static final String AFTER = "after";
    private static final String PREFIX = "prefix";

    private StoredRows() {}

    /// Waits for the store.
    static <T extends @Nullable Object> T waiting(Supplier<T> use) {
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

    /// Makes something of what the caller gave.
    static <T> T valid(Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw AdminRefusal.badRequest(String.valueOf(e.getMessage()));
        }
    }

    /// Changes rows by what the caller gave.
    static <T extends @Nullable Object> T change(Supplier<T> change) {
        try {
            return waiting(change);
        } catch (IllegalArgumentException e) {
            throw AdminRefusal.badRequest(String.valueOf(e.getMessage()));
        }
    }

    /// What names begin with that are asked for; empty for all.
    static String prefix(Query query) {
        String prefix = query.text(PREFIX);
        if (prefix.indexOf('\0') >= 0) {
            throw AdminRefusal.badRequest("prefix holds U+0000, which no name does");
        }
        return prefix;
    }

    /// One page of a list.
    ///
    /// @param name of the list in the answer
    /// @param read the page after an answer before; null for the first
    static <T> Map<String, Object> list(
            String name, Query query, Function<@Nullable String, Page<T>> read, Function<T, Map<String, ?>> view) {
        String asked = query.text(AFTER);
        String after = asked.isEmpty() ? null : asked;
        Page<T> page;
        try {
            page = waiting(() -> read.apply(after));
        } catch (IllegalArgumentException e) {
            if (after == null) {
                throw e;
            }
            throw noPage(after);
        }
        List<Map<String, ?>> items =
                page.items().stream().<Map<String, ?>>map(view).toList();
        Map<String, Object> answer = AdminApi.ordered(name, items);
        String next = page.next();
        if (next != null) {
            answer.put(AFTER, next);
        }
        return answer;
    }

    static AdminRefusal noPage(String after) {
        return AdminRefusal.badRequest("after is what an answer before had there, not " + after);
    }
}
