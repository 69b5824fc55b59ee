package io.hongyan.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.auth.ApiSignature;
import io.hongyan.broker.auth.RuleRegistry;
import io.hongyan.broker.store.memory.MemoryTraceLog;
import io.hongyan.cloud.Cloud;
import io.hongyan.cloud.auth.AuthSettings;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.MemoryMetadataStore;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.cloud.trace.TraceSettings;
import io.hongyan.cloud.trace.Traces;
import io.hongyan.openapi.action.Table;
import io.hongyan.openapi.answer.AnswerCounts;
import io.hongyan.openapi.answer.ApiResponse;
import io.hongyan.openapi.quota.CallCounts;
import io.hongyan.openapi.quota.Quotas;
import io.hongyan.openapi.request.ApiRequest;
import io.hongyan.testkit.MovableClock;
import io.hongyan.testkit.TestBroker;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A broker with one instance of profile cloud and the API on top, called as the older libraries of the cloud call it.
final class ApiStage implements AfterEachCallback {
    static final String INSTANCE = "mqtt-xxxxx";
    static final AccessKey KEY = new AccessKey("YYYYY", "XXXXX");

    final MovableClock clock = new MovableClock();
    final SecureRandom random = new SecureRandom();
    final Metadata metadata = Metadata.open(new MemoryMetadataStore(), clock, random);
    final List<String> changes = new ArrayList<>();
    final Cloud cloud;
    final TestBroker broker;
    final Traces traces;
    final OpenApi api;
    final Table table;
    final AnswerCounts answers = new AnswerCounts();
    final CallCounts counts;
    private int nonce;

    ApiStage() {
        this(Quotas.defaults());
    }

    ApiStage(Quotas quotas) {
        this(quotas, RuleRegistry.NONE);
    }

    ApiStage(Quotas quotas, RuleRegistry rules) {
        metadata.createInstance(INSTANCE, Profile.CLOUD);
        metadata.createGroup(INSTANCE, "GID_Test");
        metadata.createTopic(INSTANCE, "TopicA", "");
        metadata.createAccessKey(KEY);
        traces = new Traces(MemoryTraceLog::new, TraceSettings.defaults(), clock);
        metadata.listen(traces::follow);
        cloud = Cloud.of(metadata, AuthSettings.strict(), clock, random, rules, traces::of, 1);
        broker = TestBroker.builder()
                .authenticator(cloud.authenticator())
                .events(traces)
                .clock(clock)
                .build();
        table = new Table(cloud, broker.broker(), traces);
        counts = new CallCounts(quotas, clock);
        api = new OpenApi(
                () -> table,
                metadata::snapshot,
                cloud.temporaryKeys(),
                counts,
                clock,
                (account, address, action, details, status, why) ->
                        changes.add(account + " " + address + " " + action + " " + details + " " + status + " " + why),
                answers);
    }

    /// The answer to an action called with these parameters: name, value, name, value.
    Answered call(String action, String... parameters) {
        return call(KEY, action, parameters);
    }

    Answered call(AccessKey key, String action, String... parameters) {
        return send(signed("POST", key, action, parameters));
    }

    Answered send(ApiRequest request) {
        ApiResponse response = api.answer(request);
        return new Answered(response.status(), response.type(), response.body());
    }

    /// A request with the older signature, all parameters in the query.
    ApiRequest signed(String method, AccessKey key, String action, String... parameters) {
        SortedMap<String, String> all = common(key, action);
        for (int i = 0; i < parameters.length; i += 2) {
            all.put(parameters[i], parameters[i + 1]);
        }
        all.put("Signature", ApiSignature.rpc(key.secret(), ApiSignature.rpcText(method, all)));
        return request(method, ApiSignature.query(all), "");
    }

    SortedMap<String, String> common(AccessKey key, String action) {
        SortedMap<String, String> all = new TreeMap<>();
        all.put("Action", action);
        all.put("Version", "2020-04-20");
        all.put("Format", "JSON");
        all.put("AccessKeyId", key.id());
        all.put("SignatureMethod", "HMAC-SHA1");
        all.put("SignatureVersion", "1.0");
        all.put("SignatureNonce", "n" + ++nonce);
        all.put("Timestamp", now());
        return all;
    }

    String now() {
        return Instant.ofEpochMilli(clock.wallMillis())
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }

    static ApiRequest request(String method, String query, String form) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("host", "127.0.0.1:8080");
        headers.put("content-type", "application/x-www-form-urlencoded");
        return new ApiRequest(method, "/", query, headers, form.getBytes(UTF_8), "127.0.0.1");
    }

    @Override
    public void afterEach(ExtensionContext context) {
        broker.close();
        traces.close();
    }

    /// An answer in JSON.
    record Answered(int status, String type, String body) {
        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }

        String code() {
            return json().path("Code").asString();
        }
    }
}
