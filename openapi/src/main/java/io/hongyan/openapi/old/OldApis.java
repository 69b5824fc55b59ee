package io.hongyan.openapi.old;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.hongyan.broker.Broker;
import io.hongyan.broker.message.Clock;
import io.hongyan.cloud.Cloud;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.token.TokenError;
import io.hongyan.cloud.token.TokenType;
import io.hongyan.cloud.token.Tokens;
import io.hongyan.cloud.topic.GroupIds;
import io.hongyan.openapi.ChangeLog;
import io.hongyan.openapi.action.ApiError;
import io.hongyan.openapi.answer.AnswerCounts;
import io.hongyan.openapi.answer.ApiResponse;
import io.hongyan.openapi.quota.CallCounts;
import io.hongyan.openapi.request.ApiRequest;
import io.hongyan.openapi.request.MultipartForms;
import io.hongyan.openapi.request.Parameters;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// `/token/apply`, `/token/query`, `/token/revoke` and `/route/clientId/get` (documents "Specifications on
/// token-related methods for the application server" and "Retrieve the online status of the client"). Any thread that
/// may block.
public final class OldApis {
    private static final System.Logger LOG = System.getLogger(OldApis.class.getName());
    private static final String ROUTE = "/route/";
    private static final String MULTIPART = "multipart/form-data";
    private static final List<String> SIGNED_APPLY =
            List.of("actions", "expireTime", "instanceId", "resources", "serviceName");
    private static final List<String> SIGNED_TOKEN = List.of("token");
    private static final List<String> SIGNED_ROUTE = List.of("accessKey", "instanceId", "resource", "timestamp");
    private static final int BAD_PARAMETER = 400;
    private static final int BAD_SIGNATURE = 407;
    private static final int NOT_MADE = 409;
    private static final int NOT_REVOKED = 410;
    /// Not documented: those that are would say that the call was wrong.
    private static final int TOO_MANY = 429;

    private static final int UNKNOWN = -1;

    private static final long CLOCK_MILLIS = 5 * 60_000L;
    private static final int SECONDS = 10;

    private final Cloud cloud;
    private final Broker broker;
    private final Clock clock;
    private final ChangeLog changes;
    private final AnswerCounts answers;
    private final CallCounts counts;
    private final MultipartForms forms;

    /// @param answers counts codes, with `old.` before them
    /// @param counts of calls, to this API and others
    public OldApis(
            Cloud cloud,
            Broker broker,
            Clock clock,
            ChangeLog changes,
            AnswerCounts answers,
            CallCounts counts,
            MultipartForms forms) {
        this.cloud = cloud;
        this.broker = broker;
        this.clock = clock;
        this.changes = changes;
        this.answers = answers;
        this.counts = counts;
        this.forms = forms;
    }

    /// Whether a path is one of these APIs.
    public static boolean serves(String path) {
        return path.startsWith("/token/") || path.startsWith(ROUTE);
    }

    /// Answers a request.
    public ApiResponse answer(ApiRequest request) {
        Reply reply = reply(request);
        answers.count("old." + reply.code());
        return reply.response();
    }

    private Reply reply(ApiRequest request) {
        if (counts.tooMany(request.from())) {
            String why = "too many calls of address " + request.from() + " in this second";
            return request.path().startsWith(ROUTE)
                    ? Reply.ofRoute(TOO_MANY, TOO_MANY, UNKNOWN, why)
                    : Reply.refused(TOO_MANY, why);
        }
        try {
            Parameters parameters = parameters(request);
            return switch (request.path()) {
                case "/token/apply" -> recorded(request, parameters, apply(parameters));
                case "/token/query" -> token(parameters, this::query);
                case "/token/revoke" -> recorded(request, parameters, token(parameters, this::revoke));
                case "/route/clientId/get" -> route(parameters);
                default -> Reply.failed(404, "no such path");
            };
        } catch (ApiError e) { // what cannot be decoded
            return Reply.refused(BAD_PARAMETER, String.valueOf(e.getMessage()));
        } catch (Exception e) {
            LOG.log(System.Logger.Level.ERROR, "a call of the older API failed: " + request.path(), e);
            return Reply.failed(500, "a fault of the server; its log has more");
        }
    }

    /// Those of the service's sample for Node.js come in parts.
    private Parameters parameters(ApiRequest request) {
        String type = request.header("content-type");
        if (!type.toLowerCase(Locale.ROOT).startsWith(MULTIPART)) {
            return Parameters.of(request.query(), new String(request.body(), ISO_8859_1));
        }
        try {
            return Parameters.of(request.query(), forms.fields(type, request.body()));
        } catch (IllegalArgumentException e) {
            throw ApiError.bad("ParameterCheckFailed", String.valueOf(e.getMessage()));
        }
    }

    private Reply recorded(ApiRequest request, Parameters parameters, Reply reply) {
        Map<String, String> details = new LinkedHashMap<>();
        for (String name : List.of("instanceId", "resources", "actions", "expireTime")) {
            @Nullable String value = parameters.get(name);
            if (value != null) {
                details.put(name, value);
            }
        }
        changes.record(
                parameters.text("accessKey"),
                request.from(),
                request.path(),
                details,
                reply.code(),
                reply.success() ? "" : reply.message());
        return reply;
    }

    private Reply apply(Parameters parameters) {
        AccessKey key = signer(parameters, SIGNED_APPLY);
        if (key == null) {
            return wrongSignature();
        }
        TokenType type = TokenType.ofActions(parameters.text("actions"));
        long expireTime;
        try {
            expireTime = Long.parseLong(parameters.text("expireTime"));
        } catch (NumberFormatException _) {
            return Reply.refused(BAD_PARAMETER, "expireTime is milliseconds since 1970");
        }
        if (type == null || !parameters.text("serviceName").equals("mq")) {
            return Reply.refused(BAD_PARAMETER, "actions is R, W or R,W, and serviceName is mq");
        }
        String instance = parameters.text("instanceId");
        if (!key.mayForSome("mq:ApplyToken", instance)) {
            return Reply.refused(NOT_MADE, "AccessKey " + key.id() + " may not apply for tokens of " + instance);
        }
        List<String> resources = Arrays.asList(parameters.text("resources").split(",", -1));
        return switch (cloud.tokens().apply(key.id(), instance, resources, type, expireTime)) {
            case Tokens.Issue.Issued issued -> Reply.done(Map.of("tokenData", issued.text()));
            case Tokens.Issue.Refused refused ->
                Reply.refused(refused.lacksRight() ? NOT_MADE : BAD_PARAMETER, refused.why());
        };
    }

    private interface OfToken {
        Reply answer(AccessKey key, String token);
    }

    private Reply token(Parameters parameters, OfToken action) {
        AccessKey key = signer(parameters, SIGNED_TOKEN);
        if (key == null) {
            return wrongSignature();
        }
        if (!key.enabled()) {
            return Reply.refused(BAD_PARAMETER, "AccessKey " + key.id() + " is switched off");
        }
        return action.answer(key, parameters.text("token"));
    }

    private Reply query(AccessKey key, String text) {
        return switch (cloud.tokens().query(text)) {
            case Tokens.Check.Good good ->
                key.mayForSome("mq:QueryToken", good.token().instance())
                        ? Reply.done(Map.of())
                        : Reply.refused(BAD_PARAMETER, "the token is one of another instance");
            case Tokens.Check.Bad bad ->
                Reply.refused(code(bad.error()), bad.error().text());
        };
    }

    private Reply revoke(AccessKey key, String text) {
        return switch (cloud.tokens().query(text)) {
            case Tokens.Check.Good good -> {
                String instance = good.token().instance();
                if (!key.mayForSome("mq:RevokeToken", instance)) {
                    yield Reply.refused(
                            NOT_REVOKED, "AccessKey " + key.id() + " may not revoke tokens of that instance");
                }
                yield cloud.tokens()
                        .revoke(instance, text)
                        .map(error -> Reply.refused(NOT_REVOKED, error.text()))
                        .orElseGet(() -> Reply.done(Map.of()));
            }
            case Tokens.Check.Bad bad ->
                Reply.refused(code(bad.error()), bad.error().text());
        };
    }

    private static int code(TokenError error) {
        return switch (error) {
            case EXPIRED -> 2;
            case REVOKED -> 3;
            default -> 1;
        };
    }

    private Reply route(Parameters parameters) throws Exception {
        for (String name : SIGNED_ROUTE) {
            if (parameters.text(name).isEmpty()) {
                return Reply.ofRoute(400, 1, UNKNOWN, "parameter " + name + " is missing");
            }
        }
        AccessKey key = signer(parameters, SIGNED_ROUTE);
        if (key == null) {
            return Reply.ofRoute(403, 2, UNKNOWN, "the signature is wrong");
        }
        String instance = parameters.text("instanceId");
        String group = Objects.requireNonNullElse(GroupIds.of(parameters.text("resource")), "");
        if (!key.mayUseGroup("mq:QuerySessionByClientId", instance, group)) {
            return Reply.ofRoute(
                    403, 3, UNKNOWN, "AccessKey " + key.id() + " has no right to that client of " + instance);
        }
        if (!isNow(parameters.text("timestamp"))) {
            return Reply.ofRoute(400, 4, UNKNOWN, "timestamp is more than 5 minutes from the clock of this server");
        }
        boolean connected = broker.client(instance, parameters.text("resource"))
                .get(SECONDS, TimeUnit.SECONDS)
                .filter(found -> found.client().connected())
                .isPresent();
        return Reply.ofRoute(200, 0, connected ? 1 : 0, "ok");
    }

    private boolean isNow(String timestamp) {
        try {
            return Math.abs(clock.wallMillis() - Long.parseLong(timestamp)) <= CLOCK_MILLIS;
        } catch (NumberFormatException _) {
            return false;
        }
    }

    private @Nullable AccessKey signer(Parameters parameters, List<String> signed) {
        AccessKey key = cloud.metadata()
                .snapshot()
                .accessKey(parameters.text("accessKey"))
                .orElse(null);
        return key != null && OldSignature.matches(key, parameters, signed) ? key : null;
    }

    private static Reply wrongSignature() {
        return Reply.refused(BAD_SIGNATURE, "there is no such AccessKey, or the signature is not its");
    }
}
