package io.hongyan.cloud;

import io.hongyan.auth.Signature;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.AuthResult.Admitted;
import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.auth.Decision;
import io.hongyan.broker.auth.RuleRegistry;
import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.broker.store.memory.MemoryTraceLog;
import io.hongyan.cloud.auth.AuthSettings;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.MemoryMetadataStore;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.cloud.record.RecordChanges;
import io.hongyan.cloud.secret.SecretBox;
import io.hongyan.cloud.token.TokenType;
import io.hongyan.cloud.token.Tokens;
import io.hongyan.cloud.trace.TraceSettings;
import io.hongyan.cloud.trace.Traces;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A small service: instance `mqtt-xxxxx` with group GID_Test and parent topics TopicA and TopicB, instance `open-one`
/// without limits, and the key of the documentation's example, YYYYY with secret XXXXX.
public final class Stage {
    public static final String INSTANCE = "mqtt-xxxxx";
    public static final String OPEN = "open-one";
    public static final String DEVICE = "GID_Test@@@0001";
    public static final String SIGNATURE = "Signature|YYYYY|mqtt-xxxxx";
    public static final String TOKEN = "Token|YYYYY|mqtt-xxxxx";

    public final FakeClock clock = new FakeClock();
    public final Metadata metadata = Metadata.open(new MemoryMetadataStore(), clock, new Random(1));
    public final Traces traces = new Traces(MemoryTraceLog::new, TraceSettings.defaults(), clock);
    public final Cloud cloud;

    public Stage() {
        this(new AuthSettings(OPEN, Map.of(), true));
    }

    public Stage(AuthSettings settings) {
        this(settings, new MemoryStore().records(), RecordChanges.NONE);
    }

    /// One of several that share rows.
    public Stage(AuthSettings settings, RecordTable rows, RecordChanges shared) {
        metadata.createInstance(INSTANCE, Profile.CLOUD);
        metadata.createGroup(INSTANCE, "GID_Test");
        metadata.createTopic(INSTANCE, "TopicA", "");
        metadata.createTopic(INSTANCE, "TopicB", "");
        metadata.createInstance(OPEN, Profile.OPEN);
        metadata.createAccessKey(new AccessKey("YYYYY", "XXXXX"));
        SecretBox secrets = new SecretBox(new byte[SecretBox.KEY_BYTES], new Random(3));
        cloud = Cloud.of(
                metadata, rows, shared, secrets, settings, clock, new Random(2), RuleRegistry.NONE, traces::of, 2);
        metadata.listen(traces::follow);
    }

    public Authenticator authenticator() {
        return cloud.authenticator();
    }

    public AuthResult connect(String clientId, @Nullable String username, @Nullable String password) {
        return Requests.ask(cloud.authenticator(), clientId, username, password);
    }

    /// Logs in with a signature.
    public FakeClient device(String clientId) {
        String password = Signature.of("XXXXX", clientId);
        return in(connect(clientId, SIGNATURE, password), clientId, Version.MQTT_3_1_1);
    }

    /// Logs in with tokens.
    public FakeClient withTokens(String password) {
        return in(connect(DEVICE, TOKEN, password), DEVICE, Version.MQTT_3_1_1);
    }

    public FakeClient in(AuthResult result, String clientId, Version version) {
        if (result instanceof Admitted admitted) {
            return new FakeClient(clock, admitted, clientId, version);
        }
        throw new AssertionError("refused: " + result);
    }

    public String token(TokenType type, Duration life, String... resources) {
        long end = clock.wallMillis() + life.toMillis();
        var issue = cloud.tokens().apply("YYYYY", INSTANCE, List.of(resources), type, end);
        if (issue instanceof Tokens.Issue.Issued issued) {
            return issued.text();
        }
        throw new AssertionError("no token: " + issue);
    }

    /// What the client learns of a refusal; the operator learns more.
    public static AuthResult told(AuthResult result) {
        return result instanceof AuthResult.Refused refused
                ? new AuthResult.Refused(refused.reason(), refused.why())
                : result;
    }

    public static @Nullable ReasonCode reason(AuthResult result) {
        return result instanceof AuthResult.Refused refused ? refused.reason() : null;
    }

    public static @Nullable ReasonCode reason(Decision decision) {
        return decision instanceof Decision.Deny deny ? deny.reason() : null;
    }
}
