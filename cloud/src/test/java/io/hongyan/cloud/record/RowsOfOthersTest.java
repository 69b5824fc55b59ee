package io.hongyan.cloud.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.auth.Signature;
import io.hongyan.broker.auth.Decision;
import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.cloud.FakeClient;
import io.hongyan.cloud.Stage;
import io.hongyan.cloud.auth.AuthSettings;
import io.hongyan.cloud.certificate.CaCertificate;
import io.hongyan.cloud.certificate.Certificates;
import io.hongyan.cloud.certificate.SniConfig;
import io.hongyan.cloud.custom.CustomAccount;
import io.hongyan.cloud.custom.CustomPermission;
import io.hongyan.cloud.custom.PermitAction;
import io.hongyan.cloud.custom.SignMode;
import io.hongyan.cloud.device.DeviceCredential;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.topic.TopicFilter;
import io.hongyan.transport.certificate.TestAuthority;
import io.hongyan.transport.certificate.TestAuthority.Wish;
import io.hongyan.transport.certificate.TestIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Goal: what one service changes in the rows that they share, the other one goes by from then on.
class RowsOfOthersTest {
    private static final AuthSettings SETTINGS = new AuthSettings(Stage.INSTANCE, Map.of(), false);

    private final RecordTable rows = new MemoryStore().records();
    private final TwoServices services = new TwoServices();
    private final Stage one = new Stage(SETTINGS, rows, services.one);
    private final Stage two = new Stage(SETTINGS, rows, services.two);

    private static @Nullable ReasonCode ended(FakeClient client) {
        await().until(() -> {
            client.turn();
            return client.ended() != null;
        });
        return client.ended();
    }

    @Test
    void a_client_that_one_bans_is_sent_away_by_the_other_and_let_in_no_more() {
        FakeClient first = two.device(Stage.DEVICE); // two looks at the blacklist, and finds nothing
        assertThat(two.cloud.custom().blacklist().mayHaveRows(Stage.INSTANCE)).isFalse();

        one.cloud.custom().blacklist().add(Stage.INSTANCE, Stage.DEVICE);

        assertThat(ended(first)).isEqualTo(ReasonCode.NOT_AUTHORIZED);
        assertThat(Stage.reason(two.connect(Stage.DEVICE, Stage.SIGNATURE, Signature.of("XXXXX", Stage.DEVICE))))
                .isEqualTo(ReasonCode.BANNED);
        one.cloud.custom().blacklist().remove(Stage.INSTANCE, Stage.DEVICE);
        assertThat(two.device(Stage.DEVICE).ended()).isNull();
    }

    @Test
    void a_credential_that_one_deletes_ends_the_connection_at_the_other() {
        DeviceCredential credential = one.cloud.devices().register(Stage.INSTANCE, Stage.DEVICE);
        String user = "DeviceCredential|" + credential.accessKeyId() + "|" + Stage.INSTANCE;
        FakeClient device = two.in(
                two.connect(Stage.DEVICE, user, Signature.of(credential.secret(), Stage.DEVICE)),
                Stage.DEVICE,
                Version.MQTT_5);

        one.cloud.devices().unregister(Stage.INSTANCE, Stage.DEVICE);

        assertThat(ended(device)).isEqualTo(ReasonCode.NOT_AUTHORIZED);
    }

    private FakeClient custom() {
        one.cloud
                .custom()
                .accounts()
                .add(Stage.INSTANCE, new CustomAccount(IdentityType.USER, "u", "", SignMode.ORIGIN, "s"));
        return two.in(two.connect("c", "u", "s"), "c", Version.MQTT_5);
    }

    @Test
    void permissions_that_one_gives_and_takes_hold_at_the_other() {
        FakeClient client = custom();
        one.cloud
                .custom()
                .permissions()
                .add(
                        Stage.INSTANCE,
                        new CustomPermission(
                                IdentityType.USER, "u", TopicFilter.parse("TopicA/#"), PermitAction.PUB, true));
        await().until(() -> {
            client.turn();
            return client.publish("TopicA/1", "x") instanceof Decision.Allow;
        });
        one.cloud.custom().permissions().delete(Stage.INSTANCE, IdentityType.USER, "u", "TopicA/#");
        await().until(() -> {
            client.turn();
            return client.publish("TopicA/1", "x") instanceof Decision.Deny;
        });
        one.cloud.custom().accounts().delete(Stage.INSTANCE, IdentityType.USER, "u", "");
        assertThat(ended(client)).isEqualTo(ReasonCode.NOT_AUTHORIZED);
    }

    @Test
    void what_was_missed_is_found_when_that_is_known() {
        FakeClient client = custom();
        Stage unheard = new Stage(SETTINGS, rows, RecordChanges.NONE);
        unheard.cloud.custom().accounts().delete(Stage.INSTANCE, IdentityType.USER, "u", "");
        client.turn();
        assertThat(client.ended()).isNull();

        services.two.doubt();

        assertThat(ended(client)).isEqualTo(ReasonCode.NOT_AUTHORIZED);
    }

    @Test
    void a_ca_that_one_registers_and_deletes_is_known_and_forgotten_by_the_other() {
        Instant now = Instant.ofEpochMilli(one.clock.wallMillis());
        TestAuthority root = TestAuthority.root(
                Wish.authority("root", "EC").valid(now.minus(Duration.ofDays(9)), now.plus(Duration.ofDays(9))));
        Certificates ours = one.cloud.certificates();
        Certificates theirs = two.cloud.certificates();
        String code = theirs.registration().code(Stage.INSTANCE);
        assertThat(ours.registration().code(Stage.INSTANCE)).isEqualTo(code);
        String proof = root.issue(
                        Wish.device(code, "EC").valid(now.minus(Duration.ofDays(2)), now.plus(Duration.ofDays(2))))
                .pem();
        List<Integer> told = new ArrayList<>();
        theirs.authorities().follow(all -> told.add(all.size()));

        CaCertificate ca = ours.registration().register(Stage.INSTANCE, "CA", root.pem(), proof);
        assertThat(theirs.authorities().find(Stage.INSTANCE, ca.sn())).contains(ca);
        ours.authorities().activate(Stage.INSTANCE, ca.sn(), false);
        assertThat(theirs.authorities().present(Stage.INSTANCE, ca.sn()).active())
                .isFalse();
        long version = theirs.changes().version();
        ours.deleteCa(Stage.INSTANCE, ca.sn());

        assertThat(theirs.authorities().list(Stage.INSTANCE)).isEmpty();
        assertThat(theirs.changes().version()).isGreaterThan(version);
        assertThat(told).startsWith(0, 1).endsWith(0);
    }

    @Test
    void a_certificate_that_one_uploads_is_shown_by_the_other() {
        TestIdentity monday = TestAuthority.root("root", "EC").issue(Wish.server("*.example.com"));
        one.cloud.certificates().servers().upload(Stage.INSTANCE, "monday", monday.chainPem(), monday.keyPem());
        one.cloud.certificates().servers().show(Stage.INSTANCE, SniConfig.read("monday", "a.example.com#monday"));
        assertThat(two.cloud.certificates().servers().list(Stage.INSTANCE))
                .isEqualTo(one.cloud.certificates().servers().list(Stage.INSTANCE))
                .hasSize(1);
    }
}
