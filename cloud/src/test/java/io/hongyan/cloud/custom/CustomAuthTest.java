package io.hongyan.cloud.custom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.auth.Signature;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.Decision;
import io.hongyan.cloud.FakeClient;
import io.hongyan.cloud.Stage;
import io.hongyan.cloud.auth.AuthSettings;
import io.hongyan.cloud.custom.CustomPermissions.Outcome;
import io.hongyan.cloud.record.IdentityType;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.spec.CloudRule;
import io.hongyan.codec.topic.TopicFilter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CustomAuthTest {
    private static final String FREE_ID = "any id will do";

    private final Stage stage = new Stage(new AuthSettings(Stage.INSTANCE, Map.of(), false));
    private final CustomAuth custom = stage.cloud.custom();

    private void account(IdentityType type, String user, String clientId, SignMode mode, String secret) {
        assertThat(custom.accounts().add(Stage.INSTANCE, new CustomAccount(type, user, clientId, mode, secret)))
                .isTrue();
    }

    private Outcome permit(IdentityType type, String identity, String topic, PermitAction action, boolean allows) {
        return custom.permissions()
                .add(Stage.INSTANCE, new CustomPermission(type, identity, TopicFilter.parse(topic), action, allows));
    }

    private FakeClient in(String clientId, String user, String password) {
        return stage.in(stage.connect(clientId, user, password), clientId, Version.MQTT_5);
    }

    private static @Nullable ReasonCode ended(FakeClient client) {
        await().until(() -> {
            client.turn();
            return client.ended() != null;
        });
        return client.ended();
    }

    @Test
    void a_user_logs_in_with_the_secret_or_with_its_signature_whatever_its_client_id_is() {
        account(IdentityType.USER, "plain", "", SignMode.ORIGIN, "s1");
        account(IdentityType.USER, "signed", "", SignMode.SIGNED, "s2");
        assertThat(in(FREE_ID, "plain", "s1").ended()).isNull();
        assertThat(in(FREE_ID, "signed", Signature.of("s2", FREE_ID)).ended()).isNull();
        assertThat(Stage.reason(stage.connect(FREE_ID, "plain", Signature.of("s1", FREE_ID))))
                .isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
        assertThat(Stage.reason(stage.connect(FREE_ID, "signed", "s2")))
                .isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
        assertThat(Stage.reason(stage.connect(FREE_ID, "plain", null))).isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
        assertThat(Stage.reason(stage.connect(FREE_ID, "nobody", "s1")))
                .isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
    }

    @Test
    void an_identity_of_one_client_goes_before_that_of_its_user() {
        account(IdentityType.USER, "u", "", SignMode.ORIGIN, "of-all");
        account(IdentityType.CLIENT, "u", "c1", SignMode.ORIGIN, "of-c1");
        assertThat(in("c1", "u", "of-c1").ended()).isNull();
        assertThat(Stage.reason(stage.connect("c1", "u", "of-all"))).isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
        assertThat(in("c2", "u", "of-all").ended()).isNull();
    }

    @Test
    void what_nothing_allows_is_denied_and_a_denial_counts_more() {
        account(IdentityType.USER, "u", "", SignMode.ORIGIN, "s");
        FakeClient before = in("c", "u", "s");
        assertThat(Stage.reason(before.publish("TopicA/1", "x"))).isEqualTo(ReasonCode.NOT_AUTHORIZED);
        permit(IdentityType.USER, "u", "TopicA/#", PermitAction.PUB_SUB, true);
        permit(IdentityType.CLIENT, "c", "TopicA/secret", PermitAction.PUB_SUB, false);
        permit(IdentityType.USER, "u", "TopicB/+", PermitAction.SUB, true);
        FakeClient client = in("c", "u", "s");
        assertThat(client.publish("TopicA/1", "x")).isEqualTo(Decision.ALLOW);
        assertThat(Stage.reason(client.publish("TopicA/secret", "x"))).isEqualTo(ReasonCode.NOT_AUTHORIZED);
        assertThat(Stage.reason(client.publish("TopicB/1", "x"))).isEqualTo(ReasonCode.NOT_AUTHORIZED);
        assertThat(client.subscribe("TopicB/1")).isEqualTo(Decision.ALLOW);
        assertThat(Stage.reason(client.subscribe("TopicB/#"))).isEqualTo(ReasonCode.NOT_AUTHORIZED);
        assertThat(Stage.reason(client.subscribe("TopicA/#"))).isEqualTo(ReasonCode.NOT_AUTHORIZED);
        assertThat(client.subscribe("TopicA/open/#")).isEqualTo(Decision.ALLOW);
    }

    @Test
    void changed_permissions_hold_for_clients_that_are_connected() {
        account(IdentityType.USER, "u", "", SignMode.ORIGIN, "s");
        FakeClient client = in("c", "u", "s");
        assertThat(client.publish("TopicA/1", "x")).isInstanceOf(Decision.Deny.class);
        permit(IdentityType.USER, "u", "TopicA/#", PermitAction.PUB, true);
        await().until(() -> {
            client.turn();
            return client.publish("TopicA/1", "x") instanceof Decision.Allow;
        });
        custom.permissions().delete(Stage.INSTANCE, IdentityType.USER, "u", "TopicA/#");
        await().until(() -> {
            client.turn();
            return client.publish("TopicA/1", "x") instanceof Decision.Deny;
        });
    }

    @Test
    void a_deleted_identity_ends_the_connections_of_its_clients_alone() {
        account(IdentityType.USER, "u", "", SignMode.ORIGIN, "s");
        account(IdentityType.USER, "v", "", SignMode.ORIGIN, "s");
        FakeClient client = in("c", "u", "s");
        FakeClient other = in("d", "v", "s");
        assertThat(custom.accounts().delete(Stage.INSTANCE, IdentityType.USER, "u", ""))
                .isTrue();
        assertThat(ended(client)).isEqualTo(ReasonCode.NOT_AUTHORIZED);
        other.turn();
        assertThat(other.ended()).isNull();
        assertThat(custom.accounts().delete(Stage.INSTANCE, IdentityType.USER, "u", ""))
                .isFalse();
    }

    @Test
    void a_client_on_the_blacklist_is_sent_away_and_not_let_in_whatever_it_shows() {
        FakeClient device = stage.device(Stage.DEVICE);
        assertThat(custom.blacklist().add(Stage.INSTANCE, Stage.DEVICE)).isTrue();
        assertThat(custom.blacklist().add(Stage.INSTANCE, Stage.DEVICE)).isFalse();
        assertThat(ended(device)).isEqualTo(ReasonCode.NOT_AUTHORIZED);
        AuthResult again = stage.connect(Stage.DEVICE, Stage.SIGNATURE, Signature.of("XXXXX", Stage.DEVICE));
        assertThat(Stage.reason(again)).isEqualTo(ReasonCode.BANNED);
        assertThat(custom.blacklist().remove(Stage.INSTANCE, Stage.DEVICE)).isTrue();
        assertThat(stage.device(Stage.DEVICE).ended()).isNull();
    }

    @Test
    void a_permission_is_added_once_and_changed_only_when_it_is_there() {
        CustomPermission permission =
                new CustomPermission(IdentityType.USER, "u", TopicFilter.parse("TopicA"), PermitAction.PUB, true);
        assertThat(custom.permissions().update(Stage.INSTANCE, permission)).isEqualTo(Outcome.MISSING);
        assertThat(custom.permissions().add(Stage.INSTANCE, permission)).isEqualTo(Outcome.DONE);
        assertThat(custom.permissions().add(Stage.INSTANCE, permission)).isEqualTo(Outcome.EXISTS);
        assertThat(custom.permissions().update(Stage.INSTANCE, permission)).isEqualTo(Outcome.DONE);
    }

    @Test
    @CloudRule("1.7/custom-auth")
    void one_identity_has_a_thousand_permissions_at_most() {
        for (int i = 0; i < CustomPermissions.MOST; i++) {
            assertThat(permit(IdentityType.USER, "u", "TopicA/" + i, PermitAction.PUB, true))
                    .isEqualTo(Outcome.DONE);
        }
        assertThat(permit(IdentityType.USER, "u", "TopicA/more", PermitAction.PUB, true))
                .isEqualTo(Outcome.FULL);
        assertThat(permit(IdentityType.USER, "v", "TopicA/more", PermitAction.PUB, true))
                .isEqualTo(Outcome.DONE);
    }

    @Test
    void pages_follow_one_another_to_the_end() {
        for (int i = 0; i < 25; i++) {
            account(IdentityType.USER, "u" + i, "", SignMode.ORIGIN, "s");
        }
        account(IdentityType.CLIENT, "u1", "c", SignMode.ORIGIN, "s");
        int found = 0;
        String next = null;
        do {
            Page<CustomAccount> page = custom.accounts().page(Stage.INSTANCE, null, null, null, next, 10);
            found += page.items().size();
            next = page.next();
        } while (next != null);
        assertThat(found).isEqualTo(26);
        assertThat(custom.accounts()
                        .page(Stage.INSTANCE, null, "u1", null, null, 10)
                        .items())
                .hasSize(2);
        assertThat(custom.accounts()
                        .page(Stage.INSTANCE, IdentityType.CLIENT, null, "c", null, 10)
                        .items())
                .hasSize(1);
    }
}
