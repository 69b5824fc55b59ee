package io.hongyan.amqp.door;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.CancelCallback;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DeliverCallback;
import io.hongyan.amqp.connection.ConnectionStatus;
import io.hongyan.cloud.custom.CustomAccount;
import io.hongyan.cloud.custom.SignMode;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.cloud.record.IdentityType;
import io.hongyan.codec.raw.RawClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: an operator sees who is connected and what for, and can end it.
class ConnectionsTest {
    private static final DeliverCallback IGNORED = (_, _) -> {};
    private static final CancelCallback NEVER = _ -> {};

    @RegisterExtension
    private final DoorStage stage = new DoorStage();

    private List<ConnectionStatus> all() {
        return page(0, 1000);
    }

    private List<ConnectionStatus> page(long after, int most) {
        return stage.amqp.connections(DoorStage.INSTANCE, after, most).join();
    }

    private boolean close(String instance, long id) {
        return stage.amqp
                .closeConnection(instance, id, "closed by an administrator")
                .join();
    }

    @Test
    void a_connection_is_listed_with_who_it_is_and_where_it_comes_from_until_it_goes() throws Exception {
        long before = stage.clock.wallMillis();
        try (Connection connection = stage.connect()) {
            assertThat(all()).singleElement().satisfies(one -> {
                assertThat(one.id()).isPositive();
                assertThat(one.instance()).isEqualTo(DoorStage.INSTANCE);
                assertThat(one.account()).isEqualTo("YYYYY");
                assertThat(one.kind()).isEqualTo(ConnectionStatus.Kind.ACCESS_KEY);
                assertThat(one.address()).matches("127\\.0\\.0\\.1:\\d+");
                assertThat(one.listener()).isEqualTo("amqp");
                assertThat(one.since()).isBetween(before, stage.clock.wallMillis());
                assertThat(one.channels()).isZero();
                assertThat(one.consumers()).isZero();
                assertThat(one.queues()).isEmpty();
            });
            assertThat(connection.isOpen()).isTrue();
        }
        await().until(() -> all().isEmpty());
    }

    @Test
    void what_it_consumes_holds_and_publishes_is_counted() throws Exception {
        try (Connection connection = stage.connect();
                RawClient device = stage.device("one")) {
            Channel first = connection.createChannel();
            first.basicConsume("TopicA@audit", false, IGNORED, NEVER);
            first.basicConsume("TopicA", false, "", false, false, Map.of("LIVE", true), IGNORED, NEVER);
            Channel second = connection.createChannel();
            String cancelled = second.basicConsume("TopicB", false, IGNORED, NEVER);
            second.basicConsume("TopicA@audit", false, IGNORED, NEVER);
            assertThat(all()).singleElement().satisfies(one -> {
                assertThat(one.channels()).isEqualTo(2);
                assertThat(one.consumers()).isEqualTo(4);
                assertThat(one.queues()).containsExactly("TopicA!live", "TopicA@audit", "TopicB");
            });
            second.basicCancel(cancelled);
            assertThat(all()).singleElement().satisfies(one -> {
                assertThat(one.consumers()).isEqualTo(3);
                assertThat(one.queues()).containsExactly("TopicA!live", "TopicA@audit");
            });
            device.publishAndWait("TopicA/a", "held by both queues");
            await().until(() -> all().getFirst().unacknowledged() == 2);
            first.confirmSelect();
            first.basicPublish("TopicB", "TopicB/out", null, "x".getBytes(UTF_8));
            first.waitForConfirmsOrDie(20_000);
            assertThat(all())
                    .singleElement()
                    .satisfies(one -> assertThat(one.published()).isEqualTo(1));
            first.close();
            second.close();
            assertThat(all()).singleElement().satisfies(one -> {
                assertThat(one.channels()).isZero();
                assertThat(one.queues()).isEmpty();
                assertThat(one.unacknowledged()).isZero();
                assertThat(one.published()).isEqualTo(1);
            });
        }
    }

    @Test
    void a_temporary_key_is_listed_with_the_key_it_comes_from() throws Exception {
        var issued = stage.cloud.temporaryKeys().issue(DoorStage.KEY, 900);
        String user = DoorStage.user(issued.id() + ":" + issued.token());
        try (Connection connection =
                stage.factory(user, DoorStage.password(issued.secret())).newConnection()) {
            assertThat(connection.isOpen()).isTrue();
            assertThat(all()).singleElement().satisfies(one -> {
                assertThat(one.account()).isEqualTo("YYYYY");
                assertThat(one.kind()).isEqualTo(ConnectionStatus.Kind.TEMPORARY_KEY);
            });
        }
    }

    @Test
    void a_custom_user_is_listed_as_one() throws Exception {
        stage.cloud
                .custom()
                .accounts()
                .add(
                        DoorStage.INSTANCE,
                        new CustomAccount(IdentityType.USER, "shop", "", SignMode.SIGNED, "secret-of-shop"));
        ConnectionFactory factory = stage.factory(DoorStage.user("shop"), DoorStage.password("secret-of-shop"));
        factory.getClientProperties().put("customAuth", true);
        try (Connection connection = factory.newConnection()) {
            assertThat(connection.isOpen()).isTrue();
            assertThat(all()).singleElement().satisfies(one -> {
                assertThat(one.account()).isEqualTo("shop");
                assertThat(one.kind()).isEqualTo(ConnectionStatus.Kind.CUSTOM_USER);
            });
        }
    }

    @Test
    void pages_follow_each_other_by_rising_id_and_instances_have_their_own() throws Exception {
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            connections.add(stage.connect());
        }
        List<Long> ids = all().stream().map(ConnectionStatus::id).toList();
        assertThat(ids).hasSize(5).isSorted().doesNotHaveDuplicates();
        assertThat(page(0, 2)).extracting(ConnectionStatus::id).isEqualTo(ids.subList(0, 2));
        assertThat(page(ids.get(1), 2)).extracting(ConnectionStatus::id).isEqualTo(ids.subList(2, 4));
        assertThat(page(ids.get(4), 2)).isEmpty();
        assertThat(stage.amqp.connections("other", 0, 10).join()).isEmpty();
        for (Connection connection : connections) {
            connection.close();
        }
    }

    @Test
    void an_administrator_closes_one_connection_and_no_other() throws Exception {
        stage.metadata.createInstance("other", Profile.CLOUD);
        Connection first = stage.connect(); // its close would throw once the server has closed it
        try (Connection second = stage.connect()) {
            long id = all().getFirst().id();
            assertThat(close("other", id)).isFalse();
            assertThat(first.isOpen()).isTrue();
            assertThat(close(DoorStage.INSTANCE, id)).isTrue();
            await().until(() -> !first.isOpen());
            assertThat(first.getCloseReason().getMessage())
                    .contains("320", "CONNECTION_FORCED", "closed by an administrator");
            assertThat(second.isOpen()).isTrue();
            assertThat(all()).hasSize(1);
            assertThat(close(DoorStage.INSTANCE, id)).isFalse();
        }
    }
}
