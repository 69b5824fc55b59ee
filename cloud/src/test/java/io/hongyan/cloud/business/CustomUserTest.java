package io.hongyan.cloud.business;

import static io.hongyan.cloud.business.Systems.SIGN_KEY;
import static io.hongyan.cloud.business.Systems.UNKNOWN;
import static io.hongyan.cloud.business.Systems.account;
import static io.hongyan.cloud.business.Systems.base64;
import static io.hongyan.cloud.business.Systems.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cloud.Stage;
import io.hongyan.cloud.business.BusinessLogin.Result;
import io.hongyan.cloud.custom.CustomAccount;
import io.hongyan.cloud.custom.CustomAuth;
import io.hongyan.cloud.custom.CustomPermission;
import io.hongyan.cloud.custom.PermitAction;
import io.hongyan.cloud.custom.SignMode;
import io.hongyan.cloud.record.IdentityType;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import org.junit.jupiter.api.Test;

class CustomUserTest {
    private static final Topic TOPIC = Topic.of("TopicA/1");

    private final Stage stage = new Stage();
    private final Systems systems = new Systems(stage);
    private final CustomAuth custom = stage.cloud.custom();

    private void identity(IdentityType type, String user, String clientId, SignMode mode, String secret) {
        assertThat(custom.accounts().add(Stage.INSTANCE, new CustomAccount(type, user, clientId, mode, secret)))
                .isTrue();
    }

    private void permit(String user, String topic, PermitAction action, boolean allows) {
        custom.permissions()
                .add(
                        Stage.INSTANCE,
                        new CustomPermission(IdentityType.USER, user, TopicFilter.parse(topic), action, allows));
    }

    private Result signed(String user, String secret) {
        return systems.signed("0:" + Stage.INSTANCE + ":" + user, secret, true);
    }

    private Result plain(String user, String secret) {
        return systems.raw(base64("0:" + Stage.INSTANCE + ":" + user), secret, SIGN_KEY, true);
    }

    @Test
    void a_signature_is_taken_in_both_modes_and_the_secret_itself_in_one() {
        identity(IdentityType.USER, "plain", "", SignMode.ORIGIN, "s1");
        identity(IdentityType.USER, "signed", "", SignMode.SIGNED, "s2");
        assertThat(account(signed("plain", "s1")).isValid()).isTrue();
        assertThat(account(signed("signed", "s2")).isValid()).isTrue();
        assertThat(account(plain("plain", "s1")))
                .isInstanceOf(CustomUser.class)
                .returns("plain", BusinessAccount::name)
                .returns(Stage.INSTANCE, BusinessAccount::instance)
                .hasToString("custom user plain in mqtt-xxxxx");
        assertThat(refused(plain("signed", "s2")).why()).isEqualTo(UNKNOWN);
        assertThat(refused(signed("signed", "s1")).why()).isEqualTo(UNKNOWN);
    }

    @Test
    void a_user_name_may_hold_colons() {
        identity(IdentityType.USER, "a:b:c", "", SignMode.SIGNED, "s");
        assertThat(account(signed("a:b:c", "s")).name()).isEqualTo("a:b:c");
    }

    @Test
    void nobody_learns_what_was_wrong_but_the_operator() {
        identity(IdentityType.USER, "u", "", SignMode.SIGNED, "s");
        identity(IdentityType.CLIENT, "v", "c", SignMode.SIGNED, "s");
        assertThat(refused(signed("u", "t")))
                .returns(UNKNOWN, r -> r.why())
                .returns("the password is not the signKey signed with the secret of custom user u", r -> r.forLog());
        assertThat(refused(signed("v", "s")))
                .returns(UNKNOWN, r -> r.why())
                .returns("there is no custom user v in mqtt-xxxxx", r -> r.forLog());
        assertThat(refused(signed("u\0", "s")).why()).isEqualTo(UNKNOWN);
        assertThat(refused(systems.signed("0:mqtt-other:u", "s", true)))
                .returns(UNKNOWN, r -> r.why())
                .returns("there is no instance mqtt-other", r -> r.forLog());
        assertThat(refused(signed("YYYYY", "XXXXX")).why()).isEqualTo(UNKNOWN);
        assertThat(refused(systems.signed("0:" + Stage.INSTANCE + ":u", "s", false))
                        .why())
                .isEqualTo(UNKNOWN);
    }

    @Test
    void a_suspended_instance_lets_nobody_in() {
        identity(IdentityType.USER, "u", "", SignMode.SIGNED, "s");
        BusinessAccount account = account(signed("u", "s"));
        stage.metadata.suspend(Stage.INSTANCE, true);
        assertThat(account.isValid()).isFalse();
        assertThat(refused(signed("u", "s")).why()).contains("the instance is switched off");
        stage.metadata.suspend(Stage.INSTANCE, false);
        assertThat(account.isValid()).isTrue();
        stage.metadata.deleteInstance(Stage.INSTANCE);
        assertThat(account.isValid()).isFalse();
    }

    @Test
    void what_nothing_allows_is_denied() {
        identity(IdentityType.USER, "u", "", SignMode.SIGNED, "s");
        BusinessAccount account = account(signed("u", "s"));
        assertThat(account)
                .returns(false, a -> a.mayPublish(TOPIC))
                .returns(false, a -> a.mayConsume("TopicA"))
                .returns(false, a -> a.mayWatch("GID_Test"));
    }

    @Test
    void it_consumes_only_what_it_may_subscribe_to_as_a_whole() {
        identity(IdentityType.USER, "u", "", SignMode.SIGNED, "s");
        permit("u", "TopicA/#", PermitAction.PUB_SUB, true);
        permit("u", "TopicB/#", PermitAction.SUB, true);
        permit("u", "TopicB/secret", PermitAction.SUB, false);
        permit("u", "TopicC/+", PermitAction.SUB, true);
        BusinessAccount account = account(signed("u", "s"));
        assertThat(account)
                .returns(true, a -> a.mayPublish(TOPIC))
                .returns(false, a -> a.mayPublish(Topic.of("TopicB/1")))
                .returns(true, a -> a.mayConsume("TopicA"))
                .returns(false, a -> a.mayConsume("TopicB"))
                .returns(false, a -> a.mayConsume("TopicC"))
                .returns(false, a -> a.mayConsume("Topic#"))
                .returns(false, a -> a.mayConsume(""))
                .returns(false, a -> a.mayWatch("GID_Test"));
    }

    @Test
    void it_watches_when_it_may_subscribe_to_everything() {
        identity(IdentityType.USER, "u", "", SignMode.SIGNED, "s");
        permit("u", "#", PermitAction.SUB, true);
        assertThat(account(signed("u", "s")))
                .returns(true, a -> a.mayWatch("GID_Test"))
                .returns(true, a -> a.mayConsume("TopicB"));
    }

    @Test
    void a_permission_that_was_taken_away_holds_no_more_after_a_refresh() {
        identity(IdentityType.USER, "u", "", SignMode.SIGNED, "s");
        permit("u", "TopicA/#", PermitAction.PUB_SUB, true);
        CustomUser account = (CustomUser) account(signed("u", "s"));
        custom.permissions().delete(Stage.INSTANCE, IdentityType.USER, "u", "TopicA/#");
        account.refresh();
        assertThat(account)
                .returns(true, BusinessAccount::isValid)
                .returns(false, a -> a.mayPublish(TOPIC))
                .returns(false, a -> a.mayConsume("TopicA"));
        permit("u", "TopicA/#", PermitAction.PUB, true);
        account.refresh();
        assertThat(account.mayPublish(TOPIC)).isTrue();
    }

    @Test
    void an_identity_that_is_gone_is_not_valid_after_a_refresh() {
        identity(IdentityType.USER, "u", "", SignMode.SIGNED, "s");
        permit("u", "#", PermitAction.PUB_SUB, true);
        CustomUser account = (CustomUser) account(signed("u", "s"));
        assertThat(account.mayPublish(TOPIC)).isTrue();
        custom.accounts().delete(Stage.INSTANCE, IdentityType.USER, "u", "");
        account.refresh();
        assertThat(account)
                .returns(false, BusinessAccount::isValid)
                .returns(false, a -> a.mayPublish(TOPIC))
                .returns(false, a -> a.mayWatch("GID_Test"));
    }
}
