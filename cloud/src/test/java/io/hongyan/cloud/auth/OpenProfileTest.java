package io.hongyan.cloud.auth;

import static io.hongyan.cloud.Stage.reason;
import static io.hongyan.cloud.Stage.told;
import static io.hongyan.codec.ReasonCode.BAD_USER_NAME_OR_PASSWORD;
import static io.hongyan.codec.ReasonCode.NOT_AUTHORIZED;
import static io.hongyan.codec.ReasonCode.SERVER_BUSY;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.Decision;
import io.hongyan.cloud.FakeClient;
import io.hongyan.cloud.Requests;
import io.hongyan.cloud.Stage;
import io.hongyan.cloud.metadata.PasswordUser;
import io.hongyan.cloud.open.AclParser;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.bcrypt.BCrypt;

class OpenProfileTest {
    private static final int FLOOD = 1000;

    private final Stage stage = new Stage();

    @Test
    void a_user_of_mosquitto_passwd_gets_in_with_the_same_password() {
        String hash = "$7$101$H6q5EF3PfIV/coVI$"
                + "TfiKAmHmprx6lXQ24JKFRqKBwoxVzXZXMcIPlM5Ht9C1vA0PDRr/pjhfDb/lffZueZUlAoShbs/Jy7l257AMkg==";
        stage.metadata.putUser(Stage.OPEN, new PasswordUser("cid", hash, null));
        assertThat(reason(stage.connect("c1", "cid", "pass wörd"))).isNull();
        assertThat(reason(stage.connect("c1", "cid", "pass word"))).isEqualTo(BAD_USER_NAME_OR_PASSWORD);
    }

    @Test
    void a_user_gets_in_with_the_password_alone() {
        user("ann", "pencil");
        assertThat(reason(stage.connect("any id", "ann", "pencil"))).isNull();
        AuthResult wrong = told(stage.connect("any id", "ann", "pen"));
        assertThat(reason(wrong)).isEqualTo(BAD_USER_NAME_OR_PASSWORD);
        assertThat(told(stage.connect("any id", "bob", "pencil"))).isEqualTo(wrong);
        assertThat(told(stage.connect("any id", "ann", null))).isEqualTo(wrong);
        assertThat(told(stage.connect("any id", "ann", ""))).isEqualTo(wrong);
        assertThat(told(stage.connect("any id", "ann", "pencil" + "x".repeat(60_000))))
                .isEqualTo(wrong);
    }

    @Test
    void without_users_no_user_gets_in() {
        assertThat(reason(stage.connect("any id", "ann", "pencil"))).isEqualTo(BAD_USER_NAME_OR_PASSWORD);
    }

    @Test
    void a_password_is_checked_on_another_thread() throws InterruptedException {
        user("ann", "pencil");
        CountDownLatch done = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        stage.authenticator().authenticate(Requests.of("x", "ann", "pencil"), _ -> {
            threads.add(Thread.currentThread());
            done.countDown();
        });
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(threads).doesNotContain(Thread.currentThread());
    }

    @Test
    void a_flood_of_wrong_passwords_is_refused_as_busy_and_forgotten_when_it_leaves() {
        stage.metadata.putUser(Stage.OPEN, new PasswordUser("ann", BCrypt.hashpw("pencil", BCrypt.gensalt(10)), null));
        AtomicBoolean gone = new AtomicBoolean();
        AtomicInteger busy = new AtomicInteger();
        AtomicInteger checked = new AtomicInteger();
        for (int i = 0; i < FLOOD; i++) {
            stage.authenticator()
                    .authenticate(
                            Requests.of("x", "ann", "pen", gone::get),
                            result -> (reason(result) == SERVER_BUSY ? busy : checked).incrementAndGet());
        }
        gone.set(true);
        assertThat(reason(stage.connect("y", "ann", "pencil"))).isNull();
        assertThat(busy).hasValueGreaterThan(FLOOD / 2);
        assertThat(checked.get() + busy.get()).isLessThan(FLOOD);
    }

    @Test
    void anonymous_clients_get_in_only_where_that_is_allowed() {
        assertThat(reason(stage.connect("any id", null, null))).isNull();
        assertThat(reason(stage.connect("any id", "", null))).isNull();
        Stage closed = new Stage(new AuthSettings(Stage.OPEN, Map.of(), false));
        assertThat(reason(closed.connect("any id", null, null))).isEqualTo(NOT_AUTHORIZED);
        Stage bound = new Stage(new AuthSettings(null, Map.of("tcp", Stage.OPEN), true));
        assertThat(reason(bound.connect("any id", null, null))).isNull();
        Stage elsewhere = new Stage(new AuthSettings(null, Map.of("tls", Stage.OPEN), true));
        assertThat(reason(elsewhere.connect("any id", null, null))).isEqualTo(NOT_AUTHORIZED);
        Stage strict = new Stage(AuthSettings.strict());
        assertThat(reason(strict.connect("any id", "ann", "pencil"))).isEqualTo(BAD_USER_NAME_OR_PASSWORD);
    }

    @Test
    void the_rules_of_a_cloud_instance_hold_for_anonymous_clients_too() {
        Stage cloud = new Stage(new AuthSettings(Stage.INSTANCE, Map.of(), true));
        assertThat(reason(cloud.connect("any id", null, null))).isEqualTo(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID);
        assertThat(reason(cloud.connect(Stage.DEVICE, null, null))).isNull();
        assertThat(reason(cloud.connect(Stage.DEVICE, "ann", "pencil"))).isEqualTo(BAD_USER_NAME_OR_PASSWORD);
    }

    @Test
    void without_rights_everything_is_allowed() {
        FakeClient client = client("x", null);
        assertThat(client.publish("any/topic at all", "")).isEqualTo(Decision.ALLOW);
        assertThat(client.publish(Topic.of("t"), new byte[1 << 20])).isEqualTo(Decision.ALLOW);
        assertThat(client.subscribe("#")).isEqualTo(Decision.ALLOW);
        assertThat(client.policy().directDelivery().target(Topic.of("a/p2p/b"))).isNull();
    }

    @Test
    void with_rights_only_what_they_allow_is_allowed() {
        user("ann", "pencil");
        FakeClient ann = client("a1", "ann");
        FakeClient nobody = client("a2", null);
        assertThat(ann.publish("x", "")).isEqualTo(Decision.ALLOW);
        acl("topic read public/#", "user ann", "topic ann/#", "topic deny ann/secret", "pattern write up/%c/%u");
        assertThat(ann.publish("ann/x", "")).isEqualTo(Decision.ALLOW);
        assertThat(reason(ann.publish("ann/secret", ""))).isEqualTo(NOT_AUTHORIZED);
        assertThat(reason(ann.publish("x", ""))).isEqualTo(NOT_AUTHORIZED);
        assertThat(reason(ann.subscribe("ann/#"))).isEqualTo(NOT_AUTHORIZED);
        assertThat(reason(ann.subscribe("ann/+"))).isEqualTo(NOT_AUTHORIZED);
        assertThat(ann.subscribe("ann/x/+")).isEqualTo(Decision.ALLOW);
        assertThat(reason(ann.subscribe("#"))).isEqualTo(NOT_AUTHORIZED);
        assertThat(reason(ann.subscribe("public/x"))).isEqualTo(NOT_AUTHORIZED);
        assertThat(ann.publish("up/a1/ann", "")).isEqualTo(Decision.ALLOW);
        assertThat(reason(ann.publish("up/a2/ann", ""))).isEqualTo(NOT_AUTHORIZED);
        assertThat(reason(ann.subscribe("up/a1/ann"))).isEqualTo(NOT_AUTHORIZED);
        assertThat(nobody.subscribe("public/#")).isEqualTo(Decision.ALLOW);
        assertThat(reason(nobody.publish("public/x", ""))).isEqualTo(NOT_AUTHORIZED);
        assertThat(reason(nobody.publish("up/a2/", ""))).isEqualTo(NOT_AUTHORIZED);
    }

    private FakeClient client(String clientId, @org.jspecify.annotations.Nullable String username) {
        return stage.in(
                stage.connect(clientId, username, username == null ? null : "pencil"), clientId, Version.MQTT_3_1_1);
    }

    private void user(String name, String password) {
        String hash = BCrypt.hashpw(password, BCrypt.gensalt(4));
        stage.metadata.putUser(Stage.OPEN, new PasswordUser(name, hash, null));
    }

    private void acl(String... lines) {
        stage.metadata.acl(Stage.OPEN, AclParser.read(List.of(lines)));
    }
}
