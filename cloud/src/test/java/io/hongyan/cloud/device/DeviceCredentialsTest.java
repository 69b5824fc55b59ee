package io.hongyan.cloud.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.auth.Signature;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.Decision;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.cloud.FakeClient;
import io.hongyan.cloud.FakeClock;
import io.hongyan.cloud.Stage;
import io.hongyan.cloud.secret.SecretBox;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeviceCredentialsTest {
    private final Stage stage = new Stage();
    private final DeviceCredentials devices = stage.cloud.devices();

    private AuthResult connect(DeviceCredential credential, String clientId) {
        return stage.connect(
                clientId,
                "DeviceCredential|" + credential.accessKeyId() + "|" + Stage.INSTANCE,
                Signature.of(credential.secret(), clientId));
    }

    private FakeClient in(DeviceCredential credential) {
        return stage.in(connect(credential, Stage.DEVICE), Stage.DEVICE, Version.MQTT_3_1_1);
    }

    @Test
    void a_device_logs_in_with_its_credential_and_uses_every_topic() {
        DeviceCredential credential = devices.register(Stage.INSTANCE, Stage.DEVICE);
        assertThat(credential.accessKeyId()).matches("DC\\.[A-Za-z0-9]{24}");
        assertThat(credential.secret()).matches("DC\\.[A-Za-z0-9]{30}");
        FakeClient device = in(credential);
        assertThat(device.publish("TopicA/1", "x")).isEqualTo(Decision.ALLOW);
        assertThat(device.subscribe("TopicB/#")).isEqualTo(Decision.ALLOW);
        assertThat(Stage.reason(device.publish("other/1", "x"))).isEqualTo(ReasonCode.NOT_AUTHORIZED);
    }

    @Test
    void a_credential_is_for_one_client_id_alone() {
        DeviceCredential credential = devices.register(Stage.INSTANCE, Stage.DEVICE);
        assertThat(Stage.reason(connect(credential, "GID_Test@@@0002")))
                .isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
        DeviceCredential wrong = new DeviceCredential(
                Stage.INSTANCE, Stage.DEVICE, credential.accessKeyId(), credential.secret() + "x", 0, 0);
        assertThat(Stage.reason(connect(wrong, Stage.DEVICE))).isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
        DeviceCredential named = new DeviceCredential(
                Stage.INSTANCE, Stage.DEVICE, credential.accessKeyId() + "x", credential.secret(), 0, 0);
        assertThat(Stage.reason(connect(named, Stage.DEVICE))).isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
    }

    @Test
    void a_refreshed_credential_ends_the_connection_with_the_old_one() {
        DeviceCredential old = devices.register(Stage.INSTANCE, Stage.DEVICE);
        FakeClient device = in(old);
        DeviceCredential fresh = devices.refresh(Stage.INSTANCE, Stage.DEVICE).orElseThrow();
        assertThat(ended(device)).isEqualTo(ReasonCode.NOT_AUTHORIZED);
        assertThat(Stage.reason(connect(old, Stage.DEVICE))).isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
        assertThat(in(fresh).ended()).isNull();
        assertThat(fresh.createdAt()).isEqualTo(old.createdAt());
    }

    @Test
    void a_deleted_credential_ends_the_connection() {
        FakeClient device = in(devices.register(Stage.INSTANCE, Stage.DEVICE));
        assertThat(devices.unregister(Stage.INSTANCE, Stage.DEVICE)).isTrue();
        assertThat(ended(device)).isEqualTo(ReasonCode.NOT_AUTHORIZED);
        assertThat(devices.unregister(Stage.INSTANCE, Stage.DEVICE)).isFalse();
        assertThat(devices.find(Stage.INSTANCE, Stage.DEVICE)).isEmpty();
        assertThat(devices.refresh(Stage.INSTANCE, Stage.DEVICE)).isEmpty();
    }

    @Test
    void a_credential_that_is_replaced_during_the_login_does_not_let_in() {
        DeviceCredential old = devices.register(Stage.INSTANCE, Stage.DEVICE);
        AuthResult checked = connect(old, Stage.DEVICE);
        devices.refresh(Stage.INSTANCE, Stage.DEVICE);
        assertThat(ended(stage.in(checked, Stage.DEVICE, Version.MQTT_5))).isEqualTo(ReasonCode.NOT_AUTHORIZED);
    }

    private static @Nullable ReasonCode ended(FakeClient client) {
        await().until(() -> {
            client.turn();
            return client.ended() != null;
        });
        return client.ended();
    }

    @Test
    void clients_of_a_group_are_listed_in_pages_and_counted() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            String id = "GID_Test@@@%04d".formatted(i);
            all.add(id);
            devices.register(Stage.INSTANCE, id);
        }
        devices.register(Stage.INSTANCE, "GID_Test2@@@1");
        devices.register(Stage.INSTANCE, all.getFirst()); // again: counts once
        List<String> listed = new ArrayList<>();
        String after = "";
        while (after != null) {
            DeviceCredentials.Page page = devices.list(Stage.INSTANCE, "GID_Test", after, 100);
            listed.addAll(page.clientIds());
            after = page.next();
        }
        assertThat(listed).isEqualTo(all);
        assertThat(devices.count(Stage.INSTANCE, "GID_Test")).isEqualTo(250);
        assertThat(devices.count(Stage.INSTANCE, "GID_Test2")).isEqualTo(1);
        devices.unregister(Stage.INSTANCE, all.getLast());
        assertThat(devices.count(Stage.INSTANCE, "GID_Test")).isEqualTo(249);
    }

    @Test
    void no_secret_stands_in_the_rows() {
        MemoryStore store = new MemoryStore();
        DeviceCredentials own = new DeviceCredentials(
                store.records(), new SecretBox(new byte[32], new Random(1)), new FakeClock(), new Random(2));
        DeviceCredential credential = own.register("i", "c");
        store.records()
                .scan(new byte[0], null, 100)
                .forEach(row -> assertThat(new String(row.value(), UTF_8)).doesNotContain(credential.secret()));
        assertThat(own.find("i", "c")).contains(credential);
    }
}
