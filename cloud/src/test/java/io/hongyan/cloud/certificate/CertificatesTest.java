package io.hongyan.cloud.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.auth.Signature;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.AuthResult.Admitted;
import io.hongyan.broker.auth.AuthResult.Refused;
import io.hongyan.cloud.FakeClient;
import io.hongyan.cloud.Requests;
import io.hongyan.cloud.Stage;
import io.hongyan.cloud.auth.AuthSettings;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.transport.Peer;
import io.hongyan.transport.certificate.TestAuthority;
import io.hongyan.transport.certificate.TestAuthority.Wish;
import io.hongyan.transport.certificate.TestIdentity;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificatesTest {
    private static final String OTHER = "mqtt-other";

    private final Stage stage = new Stage(new AuthSettings(Stage.OPEN, Map.of(), true, Set.of("tls")));
    private final Certificates certificates = stage.cloud.certificates();
    private final Instant now = Instant.ofEpochMilli(stage.clock.wallMillis());
    private final TestAuthority root = TestAuthority.root(authority("root", "EC"));

    private Wish authority(String name, String kind) {
        return Wish.authority(name, kind).valid(now.minus(Duration.ofDays(9)), now.plus(Duration.ofDays(9)));
    }

    private Wish device(String name, String kind) {
        return Wish.device(name, kind).valid(now.minus(Duration.ofDays(2)), now.plus(Duration.ofDays(2)));
    }

    @BeforeEach
    void anotherInstance() {
        stage.metadata.createInstance(OTHER, Profile.CLOUD);
        stage.metadata.createGroup(OTHER, "GID_Test");
    }

    private CaCertificate register(String instance, TestAuthority ca) {
        String code = certificates.registration().code(instance);
        String proof = ca.issue(device(code, "EC")).pem();
        return certificates.registration().register(instance, "CA", ca.pem(), proof);
    }

    private static Peer peer(String listener, List<X509Certificate> chain) {
        return new Peer(InetSocketAddress.createUnresolved("127.0.0.1", 4711), listener, true, null, chain);
    }

    private AuthResult connect(String instance, Peer peer) {
        String user = "Signature|YYYYY|" + instance;
        var request = Requests.of(Stage.DEVICE, user, Signature.of("XXXXX", Stage.DEVICE));
        return Requests.ask(stage.authenticator(), Requests.from(peer, request));
    }

    private AuthResult connect(TestIdentity identity) {
        return connect(Stage.INSTANCE, peer("tls", identity.chain()));
    }

    private FakeClient in(TestIdentity identity) {
        AuthResult result = connect(identity);
        assertThat(result).isInstanceOf(Admitted.class);
        return new FakeClient(
                stage.clock, (Admitted) result, Stage.DEVICE, Version.MQTT_5, peer("tls", identity.chain()));
    }

    private static String why(AuthResult result) {
        return result instanceof Refused refused ? refused.reason() + ": " + refused.why() : "admitted";
    }

    private static @Nullable ReasonCode ended(FakeClient client) {
        await().until(() -> {
            client.turn();
            return client.ended() != null;
        });
        return client.ended();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void a_device_is_registered_when_it_shows_a_certificate_of_a_registered_ca(String kind) {
        TestAuthority ca = TestAuthority.root(authority("root " + kind, kind));
        register(Stage.INSTANCE, ca);
        TestIdentity device = ca.issue(device("lamp", kind));
        in(device);
        DeviceCertificate registered = certificates
                .devices()
                .find(Stage.INSTANCE, ca.sn(), device.sn())
                .orElseThrow();
        assertThat(registered.active()).isTrue();
        assertThat(registered.name()).isEqualTo("lamp");
        assertThat(registered.content()).isEqualTo(device.pem());
        assertThat(certificates.devices().count(Stage.INSTANCE, ca.sn())).isEqualTo(1);
        in(device);
        assertThat(certificates.devices().count(Stage.INSTANCE, ca.sn())).isEqualTo(1);
    }

    /// Java keeps out MD5 alone: it takes RSA keys of 1,024 bits, and SHA-1 of clients.
    @ParameterizedTest
    @ValueSource(strings = {"RSA1024", "DSA", "EC/SHA1"})
    void a_device_with_a_weak_certificate_or_chain_is_kept_out(String kind) {
        register(Stage.INSTANCE, root);
        TestIdentity weak = root.issue(device("lamp", kind));
        assertThat(why(connect(weak)))
                .containsPattern("certificate " + weak.sn() + " (has an? (RSA|DSA) key|is signed)");
        TestIdentity below = root.below(authority("middle", kind)).issue(device("stove", "EC"));
        assertThat(why(connect(below)))
                .contains(
                        kind.equals("DSA")
                                ? "certificate " + below.sn() + " is signed with SHA256withDSA"
                                : "certificate CN=middle in the chain of certificate " + below.sn());
        assertThat(certificates.devices().count(Stage.INSTANCE, root.sn())).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA1024", "EC/SHA1"})
    void an_intermediate_with_the_name_of_its_ca_is_no_root(String kind) {
        register(Stage.INSTANCE, root);
        TestIdentity below = root.below(authority("root", kind)).issue(device("stove", "EC"));
        assertThat(why(connect(below))).contains("certificate CN=root in the chain of certificate " + below.sn());
        assertThat(certificates.devices().count(Stage.INSTANCE, root.sn())).isZero();
        in(root.below(authority("root", "EC")).issue(device("stove", "EC")));
    }

    @Test
    void a_chain_of_three_is_of_the_registered_ca_that_is_nearest_to_the_end() {
        TestAuthority middle = root.below(authority("middle", "RSA"));
        TestIdentity device = middle.issue(device("lamp", "EC"));
        assertThat(device.chain()).hasSize(2);
        assertThat(why(connect(device))).contains("no registered CA");
        register(Stage.INSTANCE, root);
        in(device);
        assertThat(certificates.devices().find(Stage.INSTANCE, root.sn(), device.sn()))
                .isPresent();
    }

    @Test
    void an_intermediate_can_be_the_registered_ca() {
        TestAuthority middle = root.below(authority("middle", "RSA"));
        register(Stage.INSTANCE, middle);
        TestIdentity device = middle.issue(device("lamp", "EC"));
        in(device);
        assertThat(certificates.devices().find(Stage.INSTANCE, middle.sn(), device.sn()))
                .isPresent();
        assertThat(why(connect(root.issue(device("lamp", "EC"))))).contains("no registered CA");
    }

    @Test
    void a_certificate_out_of_its_dates_or_for_something_else_is_refused() {
        register(Stage.INSTANCE, root);
        Wish lamp = device("lamp", "EC");
        Instant begin = now.plus(Duration.ofDays(1));
        assertThat(why(connect(root.issue(lamp.valid(now.minus(Duration.ofDays(3)), now.minusSeconds(1))))))
                .contains("is not valid now");
        assertThat(why(connect(root.issue(lamp.valid(begin, begin.plusSeconds(60))))))
                .contains("is not valid now");
        assertThat(why(connect(root.issue(lamp.purpose(KeyPurposeId.id_kp_serverAuth)))))
                .startsWith("NOT_AUTHORIZED: no registered CA");
        assertThat(why(connect(root.own()))).contains("is one of a CA");
        assertThat(certificates.devices().count(Stage.INSTANCE, root.sn())).isZero();
        stage.clock.forward(Duration.ofDays(10));
        Instant later = Instant.ofEpochMilli(stage.clock.wallMillis());
        assertThat(why(connect(root.issue(lamp.valid(later.minusSeconds(1), later.plusSeconds(60))))))
                .contains("the CA certificate " + root.sn() + " is not valid now");
    }

    @Test
    void a_device_with_an_inactive_certificate_is_ended_and_kept_out_until_it_is_active() {
        register(Stage.INSTANCE, root);
        TestIdentity device = root.issue(device("lamp", "EC"));
        FakeClient client = in(device);
        certificates.devices().activate(Stage.INSTANCE, root.sn(), device.sn(), false);
        assertThat(ended(client)).isEqualTo(ReasonCode.NOT_AUTHORIZED);
        assertThat(why(connect(device))).contains("is inactive");
        certificates.devices().activate(Stage.INSTANCE, root.sn(), device.sn(), true);
        in(device);
    }

    @Test
    void a_deleted_certificate_ends_the_connection_and_is_registered_again() {
        register(Stage.INSTANCE, root);
        TestIdentity device = root.issue(device("lamp", "EC"));
        FakeClient client = in(device);
        certificates.devices().delete(Stage.INSTANCE, root.sn(), device.sn());
        assertThat(ended(client)).isEqualTo(ReasonCode.NOT_AUTHORIZED);
        assertThat(certificates.devices().find(Stage.INSTANCE, root.sn(), device.sn()))
                .isEmpty();
        assertThat(certificates.devices().count(Stage.INSTANCE, root.sn())).isZero();
        in(device);
    }

    @Test
    void an_inactive_ca_registers_nobody_and_keeps_whom_it_has() {
        register(Stage.INSTANCE, root);
        TestIdentity known = root.issue(device("lamp", "EC"));
        FakeClient client = in(known);
        certificates.authorities().activate(Stage.INSTANCE, root.sn(), false);
        assertThat(why(connect(root.issue(device("stove", "EC"))))).contains("is inactive");
        in(known);
        assertThat(client.ended()).isNull();
        certificates.authorities().activate(Stage.INSTANCE, root.sn(), true);
        in(root.issue(device("stove", "EC")));
    }

    @Test
    void a_deleted_ca_takes_its_devices_with_it() {
        register(Stage.INSTANCE, root);
        TestAuthority another = TestAuthority.root(authority("another", "EC"));
        register(Stage.INSTANCE, another);
        TestIdentity device = root.issue(device("lamp", "EC"));
        FakeClient client = in(device);
        FakeClient other = in(another.issue(device("stove", "EC")));
        certificates.deleteCa(Stage.INSTANCE, root.sn());
        assertThat(ended(client)).isEqualTo(ReasonCode.NOT_AUTHORIZED);
        assertThat(why(connect(device))).contains("no registered CA");
        assertThat(certificates.devices().find(Stage.INSTANCE, root.sn(), device.sn()))
                .isEmpty();
        other.turn();
        assertThat(other.ended()).isNull();
        register(Stage.INSTANCE, root);
        assertThat(certificates.devices().count(Stage.INSTANCE, root.sn())).isZero();
    }

    @Test
    void a_certificate_with_the_serial_number_of_another_is_refused() {
        register(Stage.INSTANCE, root);
        Wish lamp = device("lamp", "EC");
        in(root.issue(lamp));
        assertThat(why(connect(root.issue(lamp)))).contains("another certificate with the serial number");
    }

    @Test
    void a_ca_vouches_in_its_own_instance_alone() {
        register(OTHER, root);
        TestIdentity device = root.issue(device("lamp", "EC"));
        assertThat(why(connect(device))).contains("no registered CA of instance " + Stage.INSTANCE);
        assertThat(connect(OTHER, peer("tls", device.chain()))).isInstanceOf(Admitted.class);
    }

    /// Who owns a device of this instance, and registers its key as a CA of another, gets nobody in here.
    @Test
    void a_device_cannot_vouch_for_others_by_way_of_another_instance() {
        register(Stage.INSTANCE, root);
        TestIdentity device = root.issue(device("device", "EC"));
        TestAuthority disguised = TestAuthority.of(device.pair(), authority("device", "EC"));
        register(OTHER, disguised);
        TestIdentity forged = disguised.issue(device("forged", "EC"));
        List<X509Certificate> chain = List.of(forged.certificate(), device.certificate());
        assertThat(connect(OTHER, peer("tls", chain))).isInstanceOf(Admitted.class);
        assertThat(why(connect(Stage.INSTANCE, peer("tls", chain)))).contains("no registered CA of instance");
    }

    @Test
    void certificates_count_only_where_registered_ones_are_asked_for() {
        register(Stage.INSTANCE, root);
        TestIdentity stranger = TestAuthority.root(authority("stranger", "EC")).issue(device("lamp", "EC"));
        assertThat(connect(Stage.INSTANCE, peer("files", stranger.chain()))).isInstanceOf(Admitted.class);
        assertThat(why(connect(stranger))).contains("no registered CA");
        assertThat(connect(Stage.INSTANCE, peer("tls", List.of()))).isInstanceOf(Admitted.class);
    }

    @Test
    void an_instance_with_two_way_tls_lets_nobody_in_without_a_certificate() {
        register(Stage.INSTANCE, root);
        FakeClient plain = stage.device("GID_Test@@@2");
        FakeClient shown = in(root.issue(device("lamp", "EC")));
        stage.metadata.twoWayTls(Stage.INSTANCE, true);
        assertThat(ended(plain)).isEqualTo(ReasonCode.NOT_AUTHORIZED);
        assertThat(why(connect(Stage.INSTANCE, peer("tls", List.of())))).contains("has two-way TLS");
        assertThat(why(connect(
                        Stage.INSTANCE,
                        peer("files", root.issue(device("lamp", "EC")).chain()))))
                .contains("has two-way TLS");
        in(root.issue(device("stove", "EC")));
        shown.turn();
        assertThat(shown.ended()).isNull();
        stage.metadata.twoWayTls(Stage.INSTANCE, false);
        assertThat(connect(Stage.INSTANCE, peer("tls", List.of()))).isInstanceOf(Admitted.class);
    }

    @Test
    void devices_are_listed_page_by_page() {
        register(Stage.INSTANCE, root);
        TestAuthority another = TestAuthority.root(authority("another", "EC"));
        register(Stage.INSTANCE, another);
        for (int i = 0; i < 5; i++) {
            in(root.issue(device("lamp " + i, "EC")));
        }
        in(another.issue(device("stove", "EC")));
        assertThat(certificates.devices().page(Stage.INSTANCE, root.sn(), 1, 3)).hasSize(3);
        assertThat(certificates.devices().page(Stage.INSTANCE, root.sn(), 2, 3)).hasSize(2);
        assertThat(certificates.devices().page(Stage.INSTANCE, root.sn(), 3, 3)).isEmpty();
        assertThat(certificates.devices().page(Stage.INSTANCE, null, 1, 100)).hasSize(6);
        assertThat(certificates.devices().page(OTHER, null, 1, 100)).isEmpty();
    }

    @Test
    void a_renewed_ca_takes_over_from_the_expired_one() {
        Wish wish = authority("root", "EC");
        TestAuthority old = TestAuthority.root(wish.valid(now.minusSeconds(60), now.plusSeconds(60)));
        TestAuthority renewed = TestAuthority.of(old.own().pair(), authority("root", "EC"));
        register(Stage.INSTANCE, old);
        TestIdentity known = old.issue(device("lamp", "EC"));
        in(known);
        register(Stage.INSTANCE, renewed);
        stage.clock.forward(Duration.ofMinutes(5));
        in(known);
        in(old.issue(device("stove", "EC")));
        assertThat(certificates.devices().count(Stage.INSTANCE, renewed.sn())).isEqualTo(2);
    }

    @Test
    void an_active_ca_registers_whom_an_inactive_one_of_the_same_key_does_not() {
        TestAuthority second = TestAuthority.of(root.own().pair(), authority("root", "EC"));
        register(Stage.INSTANCE, root);
        register(Stage.INSTANCE, second);
        certificates.authorities().activate(Stage.INSTANCE, root.sn(), false);
        in(root.issue(device("lamp", "EC")));
        assertThat(certificates.devices().count(Stage.INSTANCE, second.sn())).isEqualTo(1);
    }

    @Test
    void a_deactivated_device_stays_out_whatever_chain_it_shows() {
        TestAuthority middle = root.below(authority("middle", "EC"));
        register(Stage.INSTANCE, root);
        TestIdentity device = middle.issue(device("lamp", "EC"));
        in(device);
        certificates.devices().activate(Stage.INSTANCE, root.sn(), device.sn(), false);
        register(Stage.INSTANCE, middle);
        assertThat(why(connect(Stage.INSTANCE, peer("tls", List.of(device.certificate())))))
                .contains("is inactive");
    }

    @Test
    void a_serial_number_that_x509_does_not_allow_is_refused() {
        register(Stage.INSTANCE, root);
        Wish lamp = device("lamp", "EC");
        for (BigInteger wrong : List.of(BigInteger.valueOf(-1), BigInteger.ONE.shiftLeft(520))) {
            assertThat(why(connect(root.issue(lamp.serial(wrong))))).contains("serial number that X.509");
        }
        assertThat(certificates.devices().page(Stage.INSTANCE, null, 1, 10)).isEmpty();
    }

    @Test
    void what_a_ca_allows_below_it_holds() {
        TestAuthority strict = TestAuthority.root(authority("strict", "EC").pathLength(0));
        register(Stage.INSTANCE, strict);
        in(strict.issue(device("lamp", "EC")));
        TestAuthority below = strict.below(authority("below", "EC"));
        assertThat(why(connect(below.issue(device("lamp", "EC"))))).contains("no registered CA");
    }

    @Test
    void nothing_of_a_deleted_ca_stays_whoever_comes_meanwhile() throws InterruptedException {
        for (int round = 0; round < 20; round++) {
            register(Stage.INSTANCE, root);
            List<Thread> comers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                TestIdentity device = root.issue(device("lamp", "EC"));
                comers.add(Thread.ofVirtual().start(() -> connect(device)));
            }
            certificates.deleteCa(Stage.INSTANCE, root.sn());
            for (Thread comer : comers) {
                comer.join();
            }
            assertThat(certificates.devices().page(Stage.INSTANCE, null, 1, 10)).isEmpty();
            assertThat(certificates.devices().count(Stage.INSTANCE, root.sn())).isZero();
        }
    }
}
