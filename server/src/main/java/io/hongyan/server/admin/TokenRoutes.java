package io.hongyan.server.admin;

import io.hongyan.broker.message.Clock;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.token.TokenType;
import io.hongyan.cloud.token.Tokens;
import java.util.List;
import java.util.Map;

/// Tokens: what lets a client in for a time, to few topics.
final class TokenRoutes {
    private static final String TOKENS = "/instances/{instance}/tokens";

    private final Metadata metadata;
    private final Tokens tokens;
    private final Clock clock;

    TokenRoutes(Metadata metadata, Tokens tokens, Clock clock) {
        this.metadata = metadata;
        this.tokens = tokens;
        this.clock = clock;
    }

    List<AdminRoute> routes() {
        return List.of(
                AdminRoute.administer("POST", TOKENS, this::apply),
                AdminRoute.look("POST", TOKENS + "/query", this::query),
                AdminRoute.operate("POST", TOKENS + "/revoke", this::revoke));
    }

    private Map<String, ?> apply(AdminRequest request) {
        String actions = request.body().text("actions");
        TokenType type = TokenType.ofActions(actions);
        if (type == null) {
            throw AdminRefusal.badRequest("actions is R, W or R,W, not " + actions);
        }
        return switch (tokens.apply(
                request.body().text("accessKey"),
                AdminApi.instance(metadata, request).id(),
                request.body().texts("resources"),
                type,
                clock.wallMillis() + request.body().number("expireSeconds") * 1000)) {
            case Tokens.Issue.Issued issued ->
                AdminApi.ordered("token", issued.text(), "expireTime", issued.expiresAt());
            case Tokens.Issue.Refused refused -> throw AdminRefusal.badRequest(refused.why());
        };
    }

    private Map<String, ?> query(AdminRequest request) {
        String instance = AdminApi.instance(metadata, request).id();
        return Map.of(
                "valid",
                switch (tokens.query(request.body().text("token"))) {
                    case Tokens.Check.Good good -> good.token().instance().equals(instance);
                    case Tokens.Check.Bad _ -> false;
                });
    }

    private Map<String, ?> revoke(AdminRequest request) {
        String instance = AdminApi.instance(metadata, request).id();
        AdminApi.changed(() -> tokens.revoke(instance, request.body().text("token")))
                .ifPresent(fault -> {
                    throw AdminRefusal.badRequest("the token cannot be revoked: " + AdminApi.lower(fault));
                });
        return Map.of();
    }
}
