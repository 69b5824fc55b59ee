package io.hongyan.openapi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.hongyan.broker.message.Clock;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.MetadataSnapshot;
import io.hongyan.cloud.secret.TemporaryKeys;
import io.hongyan.openapi.action.Action;
import io.hongyan.openapi.action.ApiError;
import io.hongyan.openapi.action.Call;
import io.hongyan.openapi.action.Permission.Scope;
import io.hongyan.openapi.action.Table;
import io.hongyan.openapi.answer.Answer;
import io.hongyan.openapi.answer.AnswerCounts;
import io.hongyan.openapi.answer.ApiResponse;
import io.hongyan.openapi.quota.CallCounts;
import io.hongyan.openapi.request.ApiRequest;
import io.hongyan.openapi.request.Binder;
import io.hongyan.openapi.request.Parameters;
import io.hongyan.openapi.signing.Signer;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The cloud's OpenAPI of 2020-04-20: takes a request, finds who signed it and what it asks for, checks rights and
/// quotas, and answers. Any thread that may block.
public final class OpenApi {
    private static final System.Logger LOG = System.getLogger(OpenApi.class.getName());
    private static final String VERSION = "2020-04-20";
    private static final String VERSION_OF_2019 = "2019-12-11";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final Supplier<Table> makeTable;
    private final Supplier<MetadataSnapshot> metadata;
    private final Signer signer;
    private final CallCounts counts;
    private final ChangeLog changes;
    private final AnswerCounts answers;
    private @Nullable Table table; // guarded by this

    /// @param makeTable called by the first request: a start must not wait for it
    public OpenApi(
            Supplier<Table> makeTable,
            Supplier<MetadataSnapshot> metadata,
            TemporaryKeys temporary,
            CallCounts counts,
            Clock clock,
            ChangeLog changes,
            AnswerCounts answers) {
        this.makeTable = makeTable;
        this.metadata = metadata;
        this.signer = new Signer(id -> metadata.get().accessKey(id).orElse(null), temporary, clock);
        this.counts = counts;
        this.changes = changes;
        this.answers = answers;
    }

    /// Answers a request.
    public ApiResponse answer(ApiRequest request) {
        Answer answer = new Answer(null);
        try {
            Parameters parameters = parameters(request);
            answer = new Answer(parameters.get("Format"));
            ApiResponse response = answer(request, parameters, answer);
            answers.count(AnswerCounts.DONE);
            return response;
        } catch (ApiError e) {
            return refused(e, answer, request);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a call of the API failed, request id " + answer.requestId(), e);
            return refused(
                    ApiError.internal("InternalError", "a fault of the server; its log has more"), answer, request);
        }
    }

    private ApiResponse refused(ApiError error, Answer answer, ApiRequest request) {
        answers.count(error.code());
        return answer.of(error, request.header("host"));
    }

    private Parameters parameters(ApiRequest request) {
        if (counts.tooMany(request.from())) {
            throw ApiError.internal(
                    "SystemOverFlow", "too many calls of address " + request.from() + " in this second");
        }
        if (!request.method().equals("GET") && !request.method().equals("POST")) {
            throw ApiError.bad("UnsupportedHTTPMethod", "use GET or POST, not " + request.method());
        }
        if (!request.path().equals("/")) {
            throw ApiError.notFound("ApiNotSupport", "the API has the path / alone, not " + request.path());
        }
        String type = request.header("content-type").toLowerCase(Locale.ROOT);
        boolean form = request.body().length > 0;
        if (form && !type.startsWith(FORM)) {
            throw ApiError.bad(
                    "InvalidContentType", "a body is " + FORM + ", not " + (type.isEmpty() ? "unnamed" : type));
        }
        return Parameters.of(request.query(), form ? new String(request.body(), ISO_8859_1) : "");
    }

    private ApiResponse answer(ApiRequest request, Parameters parameters, Answer answer) {
        Action<?, ?> action = action(named(request, parameters, "Action"), named(request, parameters, "Version"));
        AccessKey account = signer.account(request, parameters);
        if (counts.tooMany(account.id(), action.name(), action.quota())) {
            String why = "AccessKey " + account.id() + " called " + action.name() + " too often in this second";
            throw action.name().equals("ApplyToken")
                    ? ApiError.bad("ApplyTokenOverFlow", why)
                    : ApiError.internal("SystemOverFlow", why);
        }
        return run(action, new Call(account, request.from()), parameters, answer);
    }

    /// The newer libraries send it in a header, the older ones as a parameter. The older signature covers no header.
    private static String named(ApiRequest request, Parameters parameters, String what) {
        String parameter = parameters.text(what);
        return parameter.isEmpty() && !request.header("authorization").isEmpty()
                ? request.header("x-acs-" + what.toLowerCase(Locale.ROOT))
                : parameter;
    }

    private synchronized Table table() {
        Table made = table;
        if (made == null) {
            made = makeTable.get();
            table = made;
        }
        return made;
    }

    private Action<?, ?> action(String name, String version) {
        Action<?, ?> action = table().find(name);
        if (action == null) {
            throw ApiError.notFound(
                    "ApiNotSupport", name.isEmpty() ? "Action is missing" : "there is no action " + name);
        }
        if (version.equals(VERSION) || (version.equals(VERSION_OF_2019) && action.isOf2019())) {
            return action;
        }
        throw ApiError.bad("InvalidVersion", "Version is " + VERSION + ", not " + version);
    }

    private <I extends Record, O extends Record> ApiResponse run(
            Action<I, O> action, Call call, Parameters parameters, Answer answer) {
        int status = 500;
        String why = "an internal error; the log has more";
        try {
            I input = Binder.record(action.input(), parameters);
            permit(action, call, parameters);
            ApiResponse response = answer.of(action.name(), action.body().answer(call, input));
            status = response.status();
            why = "";
            return response;
        } catch (ApiError e) {
            status = e.status();
            why = String.valueOf(e.getMessage());
            throw e;
        } finally {
            if (action.changes()) {
                changes.record(
                        call.account().id(), call.address(), action.name(), details(action, parameters), status, why);
            }
        }
    }

    private void permit(Action<?, ?> action, Call call, Parameters parameters) {
        AccessKey account = call.account();
        String right = action.permission().action();
        if (action.permission().scope() == Scope.ACCOUNT) {
            if (!account.may(right)) {
                throw ApiError.bad("PermissionCheckFailed", "AccessKey " + account.id() + " has no right " + right);
            }
            return;
        }
        String instance = instance(parameters);
        if (!account.isValidFor(instance)) {
            throw ApiError.bad(
                    "InstancePermissionCheckFailed",
                    "AccessKey " + account.id() + " does not open instance " + instance);
        }
        if (metadata.get().instance(instance).isEmpty()) {
            throw ApiError.bad("InstanceNotFound", "there is no instance " + instance);
        }
        // Those about one topic or one group look again when they know which.
        boolean permitted = switch (action.permission().scope()) {
            case INSTANCE -> account.may(right, instance);
            case SOME -> account.mayForSome(right, instance);
            case ACCOUNT, TOPIC, GROUP -> true;
        };
        if (!permitted) {
            throw ApiError.bad(
                    "PermissionCheckFailed",
                    "AccessKey " + account.id() + " has no right " + right + " in instance " + instance);
        }
    }

    private static String instance(Parameters parameters) {
        String instance = parameters.text("InstanceId");
        return instance.isEmpty() ? parameters.text("MqttInstanceId") : instance;
    }

    private static Map<String, String> details(Action<?, ?> action, Parameters parameters) {
        Map<String, String> details = new LinkedHashMap<>();
        for (String name : Binder.plainNames(action.input())) {
            @Nullable String value = parameters.get(name);
            if (value != null) {
                details.put(name, value);
            }
        }
        return details;
    }
}
