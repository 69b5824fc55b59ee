package io.hongyan.cloud.control;

import static io.hongyan.codec.ReasonCode.NOT_AUTHORIZED;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.auth.Signature;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.cloud.FakeClient;
import io.hongyan.cloud.Stage;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.PasswordUser;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.cloud.open.AclParser;
import io.hongyan.cloud.token.TokenType;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.bcrypt.BCrypt;

class ConnectedClientsTest {
    private final Stage stage = new Stage();
    private final FakeClient device = stage.device(Stage.DEVICE);
    private final FakeClient anonymous = stage.in(stage.connect("x", null, null), "x", Version.MQTT_5);

    @Test
    void whose_key_is_deleted_is_sent_away() {
        stage.metadata.deleteAccessKey("YYYYY");
        assertThat(device.ended()).isNull(); // not before its shard has its turn
        turn();
        assertThat(device.ended()).isEqualTo(NOT_AUTHORIZED);
        assertThat(anonymous.ended()).isNull();
    }

    @Test
    void clients_of_a_suspended_instance_are_sent_away_and_let_in_again_when_it_is_resumed() {
        stage.metadata.suspend(Stage.INSTANCE, true);
        turn();
        assertThat(device.ended()).isEqualTo(NOT_AUTHORIZED);
        assertThat(anonymous.ended()).isNull();
        AuthResult refused = stage.connect(Stage.DEVICE, Stage.SIGNATURE, Signature.of("XXXXX", Stage.DEVICE));
        assertThat(Stage.reason(refused)).isEqualTo(ReasonCode.SERVER_UNAVAILABLE);
        stage.metadata.suspend(Stage.INSTANCE, false);
        assertThat(stage.device(Stage.DEVICE).ended()).isNull();
    }

    @Test
    void whose_key_opens_the_instance_no_more_is_sent_away() {
        stage.metadata.changeAccessKey(new AccessKey("YYYYY", "XXXXX", true, List.of(Stage.INSTANCE)));
        turn();
        assertThat(device.ended()).isNull();
        stage.metadata.changeAccessKey(new AccessKey("YYYYY", "XXXXX", true, List.of(Stage.OPEN)));
        turn();
        assertThat(device.ended()).isEqualTo(NOT_AUTHORIZED);
    }

    @Test
    void all_clients_of_a_deleted_instance_are_sent_away_even_if_it_is_there_again() {
        FakeClient tokens = stage.withTokens("R|" + stage.token(TokenType.R, Duration.ofHours(1), "TopicA"));
        stage.metadata.deleteInstance(Stage.INSTANCE);
        stage.metadata.instanceDeleted(Stage.INSTANCE);
        stage.metadata.createInstance(Stage.INSTANCE, Profile.CLOUD);
        turn();
        tokens.turn();
        assertThat(device.ended()).isEqualTo(NOT_AUTHORIZED);
        assertThat(tokens.ended()).isEqualTo(NOT_AUTHORIZED);
        assertThat(anonymous.ended()).isNull();
        stage.metadata.deleteInstance(Stage.OPEN);
        turn();
        assertThat(anonymous.ended()).isEqualTo(NOT_AUTHORIZED);
    }

    @Test
    void a_deleted_user_is_sent_away_and_one_with_a_new_password_is_not() {
        user("ann", "one");
        user("bob", "one");
        FakeClient ann = stage.in(stage.connect("a", "ann", "one"), "a", Version.MQTT_5);
        FakeClient bob = stage.in(stage.connect("b", "bob", "one"), "b", Version.MQTT_5);
        user("ann", "two");
        stage.metadata.deleteUser(Stage.OPEN, "bob");
        ann.turn();
        bob.turn();
        assertThat(ann.ended()).isNull();
        assertThat(bob.ended()).isEqualTo(NOT_AUTHORIZED);
    }

    @Test
    void who_came_in_just_before_the_change_is_sent_away_too() {
        AuthResult admitted = stage.connect("x", null, null);
        stage.metadata.deleteInstance(Stage.OPEN);
        FakeClient late = stage.in(admitted, "x", Version.MQTT_5);
        late.turn();
        assertThat(late.ended()).isEqualTo(NOT_AUTHORIZED);
    }

    @Test
    void who_has_fewer_rights_loses_the_filters_beyond_them() {
        device.subscribe("TopicA/#");
        device.subscribe("TopicB/#");
        anonymous.subscribe("public/#");
        anonymous.subscribe("secret/#");
        stage.metadata.deleteTopic(Stage.INSTANCE, "TopicB");
        stage.metadata.acl(Stage.OPEN, AclParser.read(List.of("topic read public/#")));
        assertThat(device.filters()).hasSize(2); // not before its shard has its turn
        turn();
        assertThat(device.filters()).containsExactly("TopicA/#");
        assertThat(anonymous.filters()).containsExactly("public/#");
        assertThat(device.ended()).isNull();
        assertThat(anonymous.ended()).isNull();
    }

    @Test
    void who_has_left_is_not_looked_at() {
        device.leave();
        stage.metadata.deleteAccessKey("YYYYY");
        turn();
        assertThat(device.ended()).isNull();
    }

    private void user(String name, String password) {
        String hash = BCrypt.hashpw(password, BCrypt.gensalt(4));
        stage.metadata.putUser(Stage.OPEN, new PasswordUser(name, hash, null));
    }

    private void turn() {
        device.turn();
        anonymous.turn();
    }
}
