package io.hongyan.cloud.certificate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.cloud.FakeClock;
import io.hongyan.cloud.certificate.CertificateRefusal.Kind;
import io.hongyan.cloud.certificate.ServerCertificates.Shown;
import io.hongyan.cloud.certificate.ServerCertificates.Uploaded;
import io.hongyan.cloud.metadata.MemoryMetadataStore;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.cloud.secret.SecretBox;
import io.hongyan.transport.certificate.TestAuthority;
import io.hongyan.transport.certificate.TestAuthority.Wish;
import io.hongyan.transport.certificate.TestIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerCertificatesTest {
    private static final String ONE = "mqtt-one";
    private static final String TWO = "mqtt-two";

    private final FakeClock clock = new FakeClock();
    private final Metadata metadata = Metadata.open(new MemoryMetadataStore(), clock, new Random(1));
    private final RecordTable rows = new MemoryStore().records();
    private final TestAuthority authority = TestAuthority.root("root", "EC");
    private final TestIdentity monday = authority.issue(Wish.server("*.example.com"));
    private final List<Map<String, Shown>> told = new ArrayList<>();
    private ServerCertificates servers;

    @BeforeEach
    void open() {
        metadata.createInstance(ONE, Profile.CLOUD);
        metadata.createInstance(TWO, Profile.CLOUD);
        servers = opened();
        servers.follow(told::add);
    }

    private ServerCertificates opened() {
        SecretBox secrets = new SecretBox(new byte[SecretBox.KEY_BYTES], new Random(2));
        return new Certificates(metadata, rows, secrets, clock, new Random(3)).servers();
    }

    private static SniConfig sni(String main, String hosts) {
        return SniConfig.read(main, hosts);
    }

    private static void assertRefused(Kind kind, Runnable change) {
        assertThatThrownBy(change::run)
                .isInstanceOfSatisfying(
                        CertificateRefusal.class,
                        e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind));
    }

    @Test
    void an_uploaded_certificate_is_shown_for_its_host_names_also_after_a_restart() {
        servers.upload(ONE, "monday", monday.chainPem(), monday.keyPem());
        assertThat(told.getLast().get(ONE)).isEqualTo(new Shown(null, Map.of()));
        TestIdentity below = authority.issue(Wish.server("*.b.example.com"));
        servers.upload(ONE, "below", below.chainPem(), below.keyPem());
        servers.show(ONE, sni("monday", "a.example.com#monday#secret;*.b.example.com#below;*.example.com#monday"));
        Shown shown = told.getLast().get(ONE);
        assertThat(shown.usual()).isNotNull();
        assertThat(shown.byHost()).containsOnlyKeys("a.example.com", "*.b.example.com", "*.example.com");
        List<Map<String, Shown>> afterwards = new ArrayList<>();
        ServerCertificates again = opened();
        again.follow(afterwards::add);
        assertThat(afterwards).isEqualTo(List.of(told.getLast()));
        Uploaded last = again.list(ONE).getLast();
        assertThat(last.hosts()).containsExactly("*.example.com", "a.example.com", "default");
        assertThat(last.chain().getFirst()).isEqualTo(monday.certificate());
    }

    @Test
    void the_key_is_not_readable_in_the_store() {
        servers.upload(ONE, "monday", monday.chainPem(), monday.keyPem());
        String lineOfKey = monday.keyPem().lines().toList().get(1);
        assertThat(rows.scan(new byte[0], null, 100))
                .isNotEmpty()
                .noneMatch(row -> new String(row.value(), ISO_8859_1).contains(lineOfKey));
        assertThat(told.toString()).doesNotContain(lineOfKey);
    }

    @Test
    void a_certificate_is_replaced_where_it_is_shown() {
        servers.upload(ONE, "monday", monday.chainPem(), monday.keyPem());
        servers.show(ONE, sni("default", "a.example.com#monday"));
        TestIdentity tuesday = authority.issue(Wish.server("a.example.com"));
        servers.upload(ONE, "monday", tuesday.chainPem(), tuesday.keyPem());
        assertThat(told.getLast().get(ONE).byHost().get("a.example.com").certificates())
                .isEqualTo(tuesday.chainPem());
    }

    @Test
    void a_host_name_that_the_certificate_does_not_cover_is_refused() {
        TestIdentity plain = authority.issue(Wish.device("Plain.example.com", "EC")); // it has a common name alone
        servers.upload(ONE, "monday", monday.chainPem(), monday.keyPem());
        servers.upload(ONE, "plain", plain.chainPem(), plain.keyPem());
        for (String host : List.of("example.com", "a.b.example.com", "*.b.example.com", "a.example.org")) {
            assertThatThrownBy(() -> servers.show(ONE, sni("default", host + "#monday")))
                    .isInstanceOf(CertificateRefusal.class)
                    .hasMessage("certificate monday is not for host name " + host
                            + ", so that clients would refuse it: it is for *.example.com");
        }
        assertThatThrownBy(() -> servers.show(ONE, sni("default", "a.example.com#plain")))
                .hasMessageContaining("it is for plain.example.com");
        servers.show(ONE, sni("default", "plain.example.com#plain;b.example.com#monday"));
        assertThatThrownBy(() -> servers.upload(ONE, "monday", plain.chainPem(), plain.keyPem()))
                .hasMessageContaining("certificate monday is not for host name b.example.com");
        assertThat(servers.list(ONE).getFirst().chain()).isEqualTo(monday.chain());
    }

    @Test
    void of_many_host_names_a_refusal_has_the_first_ones_without_control_characters() {
        List<String> hosts =
                new ArrayList<>(List.of("a\u001b[31m.example.com", "b\u007f.example.com", "c".repeat(300)));
        for (int i = 0; i < 1500; i++) {
            hosts.add("host" + i + ".example.com");
        }
        TestIdentity many = authority.issue(Wish.server("EC", hosts).name("many"));
        servers.upload(ONE, "many", many.chainPem(), many.keyPem());
        assertThatThrownBy(() -> servers.show(ONE, sni("default", "a.example.com#many")))
                .isInstanceOf(CertificateRefusal.class)
                .hasMessageEndingWith("it is for a\\u001b[31m.example.com, b\\u007f.example.com, " + "c".repeat(253)
                        + "... (300 characters), host0.example.com, host1.example.com and 1498 more");
        servers.show(ONE, sni("default", "host1499.example.com#many"));
    }

    @ParameterizedTest
    @CsvSource({
        "RSA1024, has an RSA key of 1024 bits; the least is 2048",
        "EC/SHA1, is signed with SHA1withECDSA; the least is SHA-256",
        "EC/SHA224, is signed with SHA224withECDSA; the least is SHA-256"
    })
    void a_weak_certificate_is_refused(String kind, String why) {
        TestIdentity weak = authority.issue(Wish.device("a.example.com", kind));
        assertThatThrownBy(() -> servers.upload(ONE, "weak", weak.chainPem(), weak.keyPem()))
                .isInstanceOf(CertificateRefusal.class)
                .hasMessageContaining("certificate weak " + why);
        TestIdentity below = authority.below("middle", kind).issue(Wish.server("a.example.com"));
        assertThatThrownBy(() -> servers.upload(ONE, "weak", below.chainPem(), below.keyPem()))
                .hasMessageContaining("certificate CN=middle in the chain of certificate weak " + why);
        assertThat(servers.list(ONE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC-secp224r1", "EC-secp256k1", "EC-brainpoolP384r1"})
    void a_key_on_a_curve_that_java_does_not_know_is_refused_for_its_curve(String kind) {
        String why = " has an EC key on the curve " + kind.substring(3)
                + ", which cannot be used here; take P-256, P-384, P-521, Ed25519, Ed448, or RSA with 2048 bits"
                + " or more";
        TestIdentity own = authority.issue(Wish.server(kind, List.of("a.example.com")));
        assertThatThrownBy(() -> servers.upload(ONE, "curve", own.chainPem(), own.keyPem()))
                .isInstanceOf(CertificateRefusal.class)
                .hasMessage("certificate curve" + why);
        TestIdentity below = authority.below("middle", kind).issue(Wish.server("a.example.com"));
        assertThatThrownBy(() -> servers.upload(ONE, "curve", below.chainPem(), below.keyPem()))
                .isInstanceOf(CertificateRefusal.class)
                .hasMessage("certificate CN=middle in the chain of certificate curve" + why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA1024", "EC/SHA1"})
    void an_intermediate_with_the_name_of_its_ca_is_no_root(String kind) {
        TestIdentity below = authority.below("root", kind).issue(Wish.server("a.example.com"));
        assertThatThrownBy(() -> servers.upload(ONE, "weak", below.chainPem(), below.keyPem()))
                .isInstanceOf(CertificateRefusal.class)
                .hasMessageStartingWith("certificate CN=root in the chain of certificate weak ");
    }

    @Test
    void a_root_in_a_chain_may_be_signed_as_it_was_long_ago() {
        TestAuthority old = TestAuthority.root("old", "RSA/SHA1");
        TestIdentity server = old.issue(Wish.server("a.example.com"));
        servers.upload(ONE, "old", server.chainPem() + old.pem(), server.keyPem());
        assertThat(servers.list(ONE).getFirst().chain()).hasSize(2);
    }

    @Test
    void the_name_of_an_intermediate_is_shown_without_control_characters() {
        TestIdentity below = authority.below("\u9e3f\u96c1\u001b[2J", "RSA1024").issue(Wish.server("a.example.com"));
        assertThatThrownBy(() -> servers.upload(ONE, "weak", below.chainPem(), below.keyPem()))
                .hasMessageStartingWith("certificate CN=\u9e3f\u96c1\\u001b[2J in the chain of certificate weak ");
    }

    @Test
    void what_is_shown_cannot_be_deleted() {
        servers.upload(ONE, "monday", monday.chainPem(), monday.keyPem());
        servers.show(ONE, sni("default", "a.example.com#monday"));
        assertRefused(Kind.INVALID, () -> servers.delete(ONE, "monday"));
        servers.show(ONE, sni("default", ""));
        servers.delete(ONE, "monday");
        assertThat(servers.list(ONE)).isEmpty();
        assertRefused(Kind.MISSING, () -> servers.delete(ONE, "monday"));
        assertThat(opened().list(ONE)).isEmpty();
    }

    @Test
    void a_host_name_is_one_of_one_instance() {
        servers.upload(ONE, "monday", monday.chainPem(), monday.keyPem());
        servers.upload(TWO, "monday", monday.chainPem(), monday.keyPem());
        servers.show(ONE, sni("default", "a.example.com#monday"));
        assertRefused(Kind.EXISTS, () -> servers.show(TWO, sni("default", "A.example.com#monday")));
        metadata.deleteInstance(ONE);
        assertThat(told.getLast()).doesNotContainKey(ONE);
        servers.show(TWO, sni("default", "a.example.com#monday"));
    }

    @Test
    void what_cannot_be_used_is_refused_and_changes_nothing() {
        TestIdentity other = authority.issue(Wish.server("other.example.com"));
        assertRefused(Kind.INVALID, () -> servers.upload(ONE, "monday", monday.chainPem(), other.keyPem()));
        assertRefused(Kind.INVALID, () -> servers.upload(ONE, "monday", monday.keyPem(), monday.chainPem()));
        String unrelated = monday.pem() + other.pem();
        assertRefused(Kind.INVALID, () -> servers.upload(ONE, "monday", unrelated, monday.keyPem()));
        assertRefused(Kind.INVALID, () -> servers.upload(ONE, "default", monday.chainPem(), monday.keyPem()));
        assertRefused(Kind.INVALID, () -> servers.upload(ONE, "a#b", monday.chainPem(), monday.keyPem()));
        assertRefused(Kind.INVALID, () -> servers.upload(ONE, "", monday.chainPem(), monday.keyPem()));
        assertRefused(Kind.MISSING, () -> servers.show(ONE, sni("monday", "")));
        assertRefused(Kind.MISSING, () -> servers.show(ONE, sni("default", "a.example.com#monday")));
        assertThat(servers.list(ONE)).isEmpty();
        assertThat(told).hasSize(1);
    }

    @Test
    void a_list_of_host_names_that_cannot_be_read_is_refused() {
        for (String hosts : List.of(
                "a.example.com",
                "a.example.com#",
                "#monday",
                "a..example.com#monday",
                "*#monday",
                "a.*.com#monday",
                "-a.com#monday",
                "a.example.com#monday#x#y",
                "a.example.com#monday;a.example.com#tuesday",
                "鸿雁.com#monday",
                "x".repeat(64) + ".com#monday")) {
            assertRefused(Kind.INVALID, () -> SniConfig.read("default", hosts));
        }
        assertThat(SniConfig.read("default", " A.Example.COM # monday ;; ").byHost())
                .isEqualTo(Map.of("a.example.com", "monday"));
    }
}
