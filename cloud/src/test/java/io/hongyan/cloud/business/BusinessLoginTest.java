package io.hongyan.cloud.business;

import static io.hongyan.cloud.business.Systems.SIGN_KEY;
import static io.hongyan.cloud.business.Systems.UNKNOWN;
import static io.hongyan.cloud.business.Systems.account;
import static io.hongyan.cloud.business.Systems.base64;
import static io.hongyan.cloud.business.Systems.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.auth.Signature;
import io.hongyan.cloud.Stage;
import io.hongyan.cloud.business.BusinessLogin.Refused;
import io.hongyan.cloud.business.BusinessLogin.Result;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.AccessRight;
import io.hongyan.cloud.metadata.AccessRight.Effect;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.codec.ReasonCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BusinessLoginTest {
    private static final String USER = "0:" + Stage.INSTANCE + ":YYYYY";

    private final Stage stage = new Stage();
    private final Systems systems = new Systems(stage);

    @Test
    void what_the_server_sdk_was_seen_to_send_gets_in() {
        stage.metadata.createInstance("post-cn-test0001", Profile.CLOUD);
        stage.metadata.createAccessKey(new AccessKey("LTAItestAK", "sk123"));
        Result result = systems.raw(
                "MDpwb3N0LWNuLXRlc3QwMDAxOkxUQUl0ZXN0QUs=", "rJJepAmPyLUnHeTRioOGEBOw5uc=", "1795397115843", false);
        assertThat(account(result))
                .isInstanceOf(KeyAccount.class)
                .returns("post-cn-test0001", BusinessAccount::instance)
                .returns("LTAItestAK", BusinessAccount::name)
                .returns(true, BusinessAccount::isValid)
                .hasToString("AccessKey LTAItestAK in post-cn-test0001");
    }

    @Test
    void a_key_gets_into_an_open_instance_too() {
        assertThat(account(systems.signed("0:" + Stage.OPEN + ":YYYYY", "XXXXX", false)))
                .returns(true, BusinessAccount::isValid)
                .returns(true, account -> account.mayConsume("any"));
    }

    @Test
    void a_sign_key_of_any_age_or_none_is_what_is_signed() {
        assertThat(account(systems.raw(base64(USER), Signature.of("XXXXX", "1"), "1", false))
                        .isValid())
                .isTrue();
        String ofNothing = "3L3b/lKcidC2/4ZlKi3M/zLFvPY="; // openssl dgst -sha1 -hmac XXXXX over nothing
        assertThat(account(systems.raw(base64(USER), ofNothing, "", false)).isValid())
                .isTrue();
        assertThat(refused(systems.raw(base64(USER), ofNothing, SIGN_KEY, false))
                        .why())
                .isEqualTo(UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "YYYYY",
                "Signature|YYYYY|mqtt-xxxxx",
                "0:mqtt-xxxxx:YYYYY",
                "!!!!",
                // not padded, of the alphabet for URLs, with a line break, with bits left over
                "MDptcXR0LXh4eHh4OllZWVlZWQ",
                "MDptcXR0LXh4eHg_OllZWVlZ",
                "MDptcXR0LXh4eHh4OllZWVlZ\n",
                "MDptcXR0LXh4eHh4OllZWVlZWR==",
                // no UTF-8; 1:mqtt-xxxxx:YYYYY; 0:mqtt-xxxxx
                "MDr/OllZ",
                "MTptcXR0LXh4eHh4OllZWVlZ",
                "MDptcXR0LXh4eHh4"
            })
    void a_user_name_of_another_form_is_told_which_form_it_has(String user) {
        Refused refused = refused(systems.raw(user, "x", SIGN_KEY, false));
        assertThat(refused.why())
                .isEqualTo("the user name is the Base64 of 0:instance:AccessKey, or of 0:instance:AccessKey:token for a"
                        + " temporary key; this one is not");
        assertThat(refused.forLog()).isEqualTo(refused.why() + ": " + user);
        assertThat(refused(systems.raw(user, "x", SIGN_KEY, true)).why())
                .contains("with customAuth")
                .contains("0:instance:username");
    }

    @Test
    void a_refusal_has_the_reason_that_a_client_of_mqtt_is_told() {
        assertThat(refused(systems.raw("guest", "guest", "", false)).reason())
                .isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
        stage.metadata.rights("YYYYY", AccessRight.named("read-only"));
        assertThat(refused(systems.signed(USER, "XXXXX", false)).reason()).isEqualTo(ReasonCode.NOT_AUTHORIZED);
        stage.metadata.rights("YYYYY", AccessRight.named("full"));
        stage.metadata.suspend(Stage.INSTANCE, true);
        assertThat(refused(systems.signed(USER, "XXXXX", false)).reason()).isEqualTo(ReasonCode.SERVER_UNAVAILABLE);
    }

    private void unknown(Result result, String cause) {
        assertThat(refused(result)).isEqualTo(new Refused(ReasonCode.BAD_USER_NAME_OR_PASSWORD, UNKNOWN, cause));
    }

    @Test
    void nobody_learns_what_was_wrong_but_the_operator() {
        unknown(
                systems.signed(USER, "another", false),
                "the password is not the signKey signed with the secret of AccessKey YYYYY");
        unknown(
                systems.raw(base64(USER), "", SIGN_KEY, false),
                "the password is not the signKey signed with the secret of AccessKey YYYYY");
        unknown(
                systems.raw(base64(USER), "XXXXX", SIGN_KEY, false),
                "the password is not the signKey signed with the secret of AccessKey YYYYY");
        unknown(systems.signed("0:mqtt-xxxxx:YYYYZ", "XXXXX", false), "there is no AccessKey YYYYZ");
        unknown(systems.signed("0:mqtt-xxxxx:", "XXXXX", false), "there is no AccessKey ");
        unknown(systems.signed("0:mqtt-other:YYYYY", "XXXXX", false), "there is no instance mqtt-other");
        unknown(systems.signed("0:mqtt-other:YYYYZ", "another", false), "there is no instance mqtt-other");
        unknown(
                systems.signed(USER + ":token", "XXXXX", false),
                "the token cannot be read, or is not that of temporary key YYYYY");
    }

    @Test
    void a_key_opens_only_its_instances_and_only_while_it_is_enabled() {
        stage.metadata.changeAccessKey(new AccessKey("YYYYY", "XXXXX", true, List.of(Stage.OPEN)));
        unknown(systems.signed(USER, "XXXXX", false), "AccessKey YYYYY does not open instance mqtt-xxxxx");
        stage.metadata.changeAccessKey(new AccessKey("YYYYY", "XXXXX", false, List.of()));
        unknown(systems.signed(USER, "XXXXX", false), "AccessKey YYYYY is switched off");
    }

    @Test
    void a_suspended_instance_lets_nobody_in_and_only_who_could_come_in_learns_it() {
        stage.metadata.suspend(Stage.INSTANCE, true);
        assertThat(refused(systems.signed(USER, "XXXXX", false)).why())
                .isEqualTo("the instance is switched off; another one takes its place");
        assertThat(refused(systems.signed(USER, "another", false)).why()).isEqualTo(UNKNOWN);
        stage.metadata.suspend(Stage.INSTANCE, false);
        assertThat(systems.inside().isValid()).isTrue();
    }

    private void rights(AccessRight... rights) {
        stage.metadata.rights("YYYYY", List.of(rights));
    }

    private static AccessRight right(Effect effect, String action, List<String> topics, List<String> groups) {
        return new AccessRight(effect, List.of(action), List.of(), topics, groups);
    }

    @Test
    void a_key_that_may_neither_publish_nor_subscribe_is_refused() {
        stage.metadata.rights("YYYYY", AccessRight.named("read-only"));
        assertThat(refused(systems.signed(USER, "XXXXX", false)).why())
                .isEqualTo("AccessKey YYYYY has no right to publish or subscribe here");
        rights(
                right(Effect.ALLOW, "mq:SendMessage", List.of(), List.of()),
                right(Effect.DENY, "mq:PUB", List.of(), List.of()));
        assertThat(refused(systems.signed(USER, "XXXXX", false)).why()).contains("no right");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mq:SendMessage", "mq:PUB", "mq:SUB", "mq:*"})
    void one_right_to_something_is_enough(String action) {
        rights(right(Effect.ALLOW, action, List.of("TopicB"), List.of()));
        assertThat(systems.inside().isValid()).isTrue();
        rights(right(Effect.ALLOW, "mq:SUB", List.of(), List.of("GID_Test")));
        assertThat(systems.inside().isValid()).isTrue();
    }

    @Test
    void credentials_do_not_show_the_password() {
        assertThat(new BusinessCredentials("user", "secret".getBytes(UTF_8), "1", true))
                .hasToString("BusinessCredentials[user, ***, 1, custom=true]");
    }
}
