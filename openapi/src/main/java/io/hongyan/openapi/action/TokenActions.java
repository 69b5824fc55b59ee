package io.hongyan.openapi.action;

import io.hongyan.cloud.token.TokenError;
import io.hongyan.cloud.token.TokenType;
import io.hongyan.cloud.token.Tokens;
import io.hongyan.openapi.action.Answers.Empty;
import io.hongyan.openapi.quota.Quota;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Tokens for devices.
final class TokenActions {

    private final Tokens tokens;

    TokenActions(Tokens tokens) {
        this.tokens = tokens;
    }

    record ApplyToken(
            @Parameter(value = "The instance", example = "INSTANCE")
            String instanceId,

            @Parameter(
                    value = "Topics, with commas between them; each may have `+` and `#`",
                    longest = Limits.LONGEST_RESOURCES,
                    example = "TopicDefault/#")
            String resources,

            @Parameter(value = "`R` to subscribe, `W` to publish, `R,W` for both", longest = 8, example = "R,W")
            String actions,

            @Parameter(
                    value = "When it ends, in milliseconds since 1970: in 60 seconds to 30 days; later is cut to that",
                    least = 1,
                    example = "NOW+3600000")
            Long expireTime) {}

    record Token(String token) {}

    record QueryToken(
            @Parameter(value = "The instance", example = "INSTANCE")
            String instanceId,

            @Parameter(value = "The token", longest = 65_536, secret = true, example = "TOKEN")
            String token) {}

    record TokenStatus(boolean tokenStatus) {}

    record RevokeToken(
            @Parameter(value = "The instance", example = "INSTANCE")
            String instanceId,

            @Parameter(value = "The token", longest = 65_536, secret = true, example = "TOKEN")
            String token) {}

    List<Action<?, ?>> actions() {
        return List.of(
                Action.changing(
                                "ApplyToken",
                                "Issues a token, with which devices log in.",
                                ApplyToken.class,
                                Token.class,
                                Permission.some("ApplyToken"),
                                Quota.TOKEN,
                                this::apply)
                        .refusing("ResourcePermissionCheckFailed", "ApplyTokenOverFlow"),
                Action.looking(
                        "QueryToken",
                        "Says whether a token is valid.",
                        QueryToken.class,
                        TokenStatus.class,
                        Permission.some("QueryToken"),
                        Quota.TOKEN,
                        this::query),
                Action.changing(
                        "RevokeToken",
                        "Makes a token invalid; the connections that use it end.",
                        RevokeToken.class,
                        Empty.class,
                        Permission.some("RevokeToken"),
                        Quota.REVOKE,
                        this::revoke));
    }

    private Token apply(Call call, ApplyToken input) {
        TokenType type = TokenType.ofActions(input.actions());
        if (type == null) {
            throw ApiError.parameter("Actions", "Actions is R, W or R,W, not " + input.actions());
        }
        List<String> resources = Arrays.asList(input.resources().split(",", -1));
        return switch (tokens.apply(call.account().id(), input.instanceId(), resources, type, input.expireTime())) {
            case Tokens.Issue.Issued issued -> new Token(issued.text());
            case Tokens.Issue.Refused refused ->
                throw refused.lacksRight()
                        ? ApiError.bad("ResourcePermissionCheckFailed", refused.why())
                        : ApiError.bad("ParameterFieldCheckFailed", refused.why());
        };
    }

    private TokenStatus query(Call call, QueryToken input) {
        return new TokenStatus(
                switch (tokens.query(input.token())) {
                    case Tokens.Check.Good good -> good.token().instance().equals(input.instanceId());
                    case Tokens.Check.Bad _ -> false;
                });
    }

    private Empty revoke(Call call, RevokeToken input) {
        Optional<TokenError> fault = Waiting.changed(
                () -> tokens.revoke(input.instanceId(), input.token()), "ParameterCheckFailed", "InstanceNotFound");
        if (fault.isPresent()) {
            throw ApiError.parameter(
                    "Token", "the token cannot be revoked: " + fault.get().text());
        }
        return new Empty();
    }
}
