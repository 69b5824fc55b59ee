package io.hongyan.cloud.business;

import static io.hongyan.cloud.business.Systems.UNKNOWN;
import static io.hongyan.cloud.business.Systems.account;
import static io.hongyan.cloud.business.Systems.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cloud.Stage;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.AccessRight;
import io.hongyan.cloud.metadata.AccessRight.Effect;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.cloud.secret.TemporaryKeys.Issued;
import io.hongyan.codec.topic.Topic;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyAccountTest {
    private static final Topic TOPIC = Topic.of("TopicA/1");
    private static final AccessKey KEY = new AccessKey("YYYYY", "XXXXX");

    private final Stage stage = new Stage();
    private final Systems systems = new Systems(stage);

    private void rights(AccessRight... rights) {
        stage.metadata.rights("YYYYY", List.of(rights));
    }

    private static AccessRight right(Effect effect, String action, List<String> topics, List<String> groups) {
        return new AccessRight(effect, List.of(action), List.of(), topics, groups);
    }

    private static void mayNothing(BusinessAccount account) {
        assertThat(account)
                .returns(false, BusinessAccount::isValid)
                .returns(false, a -> a.mayPublish(TOPIC))
                .returns(false, a -> a.mayConsume("TopicA"))
                .returns(false, a -> a.mayWatch("GID_Test"));
    }

    private static void mayAll(BusinessAccount account) {
        assertThat(account)
                .returns(true, BusinessAccount::isValid)
                .returns(true, a -> a.mayPublish(TOPIC))
                .returns(true, a -> a.mayConsume("TopicA"))
                .returns(true, a -> a.mayWatch("GID_Test"));
    }

    @Test
    void changed_rights_hold_at_once() {
        BusinessAccount account = systems.inside();
        mayAll(account);
        rights(right(Effect.ALLOW, "mq:PUB", List.of("TopicA"), List.of()));
        assertThat(account.mayPublish(TOPIC)).isTrue();
        assertThat(account.mayPublish(Topic.of("TopicB/1"))).isFalse();
        assertThat(account.mayConsume("TopicA")).isFalse();
        assertThat(account.mayWatch("GID_Test")).isFalse();
        rights(right(Effect.ALLOW, "mq:SUB", List.of("TopicA"), List.of()));
        assertThat(account.mayPublish(TOPIC)).isFalse();
        assertThat(account.mayConsume("TopicA")).isTrue();
        assertThat(account.mayConsume("TopicB")).isFalse();
        assertThat(account.mayWatch("GID_Test")).isFalse();
        rights(right(Effect.ALLOW, "mq:SUB", List.of(), List.of("GID_Test")));
        assertThat(account.mayConsume("TopicA")).isFalse();
        assertThat(account.mayWatch("GID_Test")).isTrue();
        assertThat(account.mayWatch("GID_Other")).isFalse();
        assertThat(account.isValid()).isTrue();
        rights();
        mayAll(account);
    }

    @Test
    void either_right_lets_it_publish_and_a_denial_of_either_forbids_it() {
        BusinessAccount account = systems.inside();
        rights(right(Effect.ALLOW, "mq:SendMessage", List.of(), List.of()));
        assertThat(account.mayPublish(TOPIC)).isTrue();
        rights(
                right(Effect.ALLOW, "mq:SendMessage", List.of(), List.of()),
                right(Effect.DENY, "mq:PUB", List.of("TopicA"), List.of()));
        assertThat(account.mayPublish(TOPIC)).isFalse();
        assertThat(account.mayPublish(Topic.of("TopicB/1"))).isTrue();
    }

    @Test
    void a_key_that_is_disabled_does_not_hold() {
        BusinessAccount account = systems.inside();
        stage.metadata.enableAccessKey("YYYYY", false);
        mayNothing(account);
        stage.metadata.enableAccessKey("YYYYY", true);
        mayAll(account);
    }

    @Test
    void a_key_with_another_secret_or_other_instances_does_not_hold() {
        BusinessAccount account = systems.inside();
        stage.metadata.changeAccessKey(new AccessKey("YYYYY", "XXXXX", true, List.of(Stage.OPEN)));
        mayNothing(account);
        stage.metadata.changeAccessKey(new AccessKey("YYYYY", "another"));
        mayNothing(account);
        stage.metadata.deleteAccessKey("YYYYY");
        mayNothing(account);
        stage.metadata.createAccessKey(KEY);
        mayAll(account);
    }

    @Test
    void a_suspended_instance_sends_away_and_a_deleted_one_for_good() {
        BusinessAccount account = systems.inside();
        stage.metadata.suspend(Stage.INSTANCE, true);
        mayNothing(account);
        stage.metadata.suspend(Stage.INSTANCE, false);
        mayAll(account);
        stage.metadata.deleteInstance(Stage.INSTANCE);
        mayNothing(account);
        stage.metadata.instanceDeleted(Stage.INSTANCE);
        stage.metadata.createInstance(Stage.INSTANCE, Profile.CLOUD);
        mayNothing(account);
    }

    private Issued issued() {
        return stage.cloud.temporaryKeys().issue(KEY, 900);
    }

    private static String user(Issued temporary) {
        return "0:" + Stage.INSTANCE + ":" + temporary.id() + ":" + temporary.token();
    }

    @Test
    void a_temporary_key_has_the_rights_of_its_source_until_it_expires() {
        Issued temporary = issued();
        BusinessAccount account = account(systems.signed(user(temporary), temporary.secret(), false));
        assertThat(account.name()).isEqualTo("YYYYY");
        mayAll(account);
        rights(right(Effect.ALLOW, "mq:SUB", List.of("TopicA"), List.of()));
        assertThat(account.mayPublish(TOPIC)).isFalse();
        assertThat(account.mayConsume("TopicA")).isTrue();
        rights();
        stage.clock.forward(Duration.ofSeconds(899));
        mayAll(account);
        stage.clock.forward(Duration.ofSeconds(1));
        mayNothing(account);
        assertThat(refused(systems.signed(user(temporary), temporary.secret(), false)))
                .returns("the token of the temporary key expired at 2027-01-15T08:15:00Z", r -> r.why());
    }

    @Test
    void a_temporary_key_that_is_not_right_is_a_wrong_password() {
        Issued temporary = issued();
        assertThat(refused(systems.signed(user(temporary), "XXXXX", false)))
                .returns(UNKNOWN, r -> r.why())
                .returns(
                        "the password is not the signKey signed with the secret of temporary key " + temporary.id(),
                        r -> r.forLog());
        String ofAnother = "0:" + Stage.INSTANCE + ":" + issued().id() + ":" + temporary.token();
        assertThat(refused(systems.signed(ofAnother, temporary.secret(), false)))
                .returns(UNKNOWN, r -> r.why());
        String without = "0:" + Stage.INSTANCE + ":" + temporary.id();
        assertThat(refused(systems.signed(without, temporary.secret(), false))).returns(UNKNOWN, r -> r.why());
    }

    @Test
    void a_temporary_key_ends_with_its_source() {
        Issued temporary = issued();
        BusinessAccount account = account(systems.signed(user(temporary), temporary.secret(), false));
        stage.metadata.deleteAccessKey("YYYYY");
        mayNothing(account);
        assertThat(refused(systems.signed(user(temporary), temporary.secret(), false)))
                .returns(UNKNOWN, r -> r.why())
                .returns(
                        "AccessKey YYYYY, from which temporary key " + temporary.id() + " was made, is gone",
                        r -> r.forLog());
        stage.metadata.createAccessKey(new AccessKey("YYYYY", "another"));
        assertThat(refused(systems.signed(user(temporary), temporary.secret(), false))
                        .why())
                .isEqualTo(UNKNOWN);
    }
}
