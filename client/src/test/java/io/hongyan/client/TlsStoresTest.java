package io.hongyan.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.client.config.Tls;
import io.hongyan.client.message.MqttException;
import io.hongyan.transport.endpoint.ListenerOptions.ClientAuth;
import io.hongyan.transport.endpoint.ListenerOptions.Kind;
import io.hongyan.transport.endpoint.TlsMaterial;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// TLS with key stores, PKCS #12 files and an SSLContext in place of PEM files. The listener asks for a client
/// certificate.
class TlsStoresTest {
    private static final char[] PASSWORD = "secret".toCharArray();

    @TempDir
    private static Path folder;

    private static TlsBroker broker;
    private static TlsMaterial.Files server;
    private static TlsMaterial.Files device;
    private static int port;

    @BeforeAll
    static void start() {
        broker = new TlsBroker(folder, "localhost");
        server = broker.server();
        device = broker.device();
        port = broker.listen(Kind.TLS, ClientAuth.REQUIRED);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static Certificate certificate(Path pem) throws Exception {
        try (InputStream in = Files.newInputStream(pem)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static KeyStore empty() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static KeyStore trusted(Path pem) throws Exception {
        KeyStore store = empty();
        store.setCertificateEntry("authority", certificate(pem));
        return store;
    }

    private static KeyStore own() throws Exception {
        String pem = Files.readString(device.key()).replaceAll("-----[^-]*-----|\\s", "");
        PrivateKey key = KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
        KeyStore store = empty();
        store.setKeyEntry("device", key, PASSWORD, new Certificate[] {certificate(device.certificates())});
        return store;
    }

    private static Path saved(KeyStore store, String name) throws Exception {
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD);
        }
        return file;
    }

    private static SSLContext context(KeyStore trusted, KeyStore own) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static MqttClientBuilder to(String host, Tls tls) {
        return MqttClient.builder().server("mqtts://" + host + ":" + port).tls(tls);
    }

    private static void connects(Tls tls) {
        try (MqttClient client = to("localhost", tls).connect()) {
            assertThat(client.publish("tls", "secret").isDelivered()).isTrue();
        }
    }

    private static void isRefused(String host, Tls tls) {
        assertThatThrownBy(to(host, tls)::connect).isInstanceOf(MqttException.Unreachable.class);
    }

    @Test
    void a_key_store_has_the_authority_and_the_clients_own_key() throws Exception {
        connects(Tls.trusting(trusted(server.certificates())).withKeyStore(own(), PASSWORD));
        isRefused("localhost", Tls.trusting(trusted(device.certificates())).withKeyStore(own(), PASSWORD));
        isRefused("127.0.0.1", Tls.trusting(trusted(server.certificates())).withKeyStore(own(), PASSWORD));
    }

    @Test
    void a_pkcs_12_file_has_the_authority_and_the_clients_own_key() throws Exception {
        Path authorities = saved(trusted(server.certificates()), "authorities.p12");
        Path key = saved(own(), "own.p12");
        connects(Tls.trustingStore(authorities, PASSWORD).withKeyStore(key, PASSWORD));
    }

    @Test
    void pem_files_and_key_stores_go_together() throws Exception {
        connects(Tls.trusting(server.certificates()).withKeyStore(saved(own(), "mixed.p12"), PASSWORD));
        connects(Tls.trusting(trusted(server.certificates())).withCertificate(device.certificates(), device.key()));
        connects(Tls.INSECURE.withKeyStore(own(), PASSWORD));
    }

    @Test
    void a_pkcs_12_file_that_has_changed_is_read_again() throws Exception {
        Path authorities = saved(trusted(device.certificates()), "changing.p12");
        Tls tls = Tls.trustingStore(authorities, PASSWORD).withKeyStore(own(), PASSWORD);
        isRefused("localhost", tls);
        KeyStore both = trusted(server.certificates());
        both.setCertificateEntry("second", certificate(device.certificates()));
        saved(both, "changing.p12");
        connects(tls);
    }

    @Test
    void an_ssl_context_is_used_as_it_is_and_the_name_is_checked_all_the_same() throws Exception {
        SSLContext context = context(trusted(server.certificates()), own());
        connects(Tls.of(context));
        isRefused("127.0.0.1", Tls.of(context));
        isRefused("localhost", Tls.of(context(trusted(device.certificates()), own())));
        connects(new Tls(new Tls.Trust.Context(context, List.of(), List.of("TLSv1.2")), null));
    }

    @Test
    void what_cannot_be_used_is_refused_when_it_is_given() throws Exception {
        Path file = saved(own(), "refused.p12");
        Path text = Files.writeString(folder.resolve("text.p12"), "no key store");
        KeyStore none = empty();
        KeyStore own = own();
        SSLContext context = context(trusted(server.certificates()), own);
        refused(() -> Tls.trustingStore(folder.resolve("nowhere.p12"), PASSWORD), "tls.trustStore", "nowhere.p12");
        refused(() -> Tls.trustingStore(file, "wrong".toCharArray()), "tls.trustStore", "password", "refused.p12");
        refused(() -> Tls.trustingStore(file, PASSWORD), "refused.p12", "no certificate of an authority");
        refused(() -> Tls.SYSTEM.withKeyStore(text, PASSWORD), "tls.keyStore", "text.p12");
        refused(() -> Tls.SYSTEM.withKeyStore(none, PASSWORD), "tls.keyStore", "no private key");
        refused(() -> Tls.SYSTEM.withKeyStore(own, "wrong".toCharArray()), "tls.keyStore", "cannot be used");
        KeyStore mixed = own();
        mixed.setKeyEntry("foreign", own.getKey("device", PASSWORD), PASSWORD, new Certificate[] {
            certificate(server.certificates())
        });
        refused(() -> Tls.SYSTEM.withKeyStore(mixed, PASSWORD), "tls.keyStore", "'foreign'", "does not belong");
        KeyStore two = own();
        two.setKeyEntry("second", own.getKey("device", PASSWORD), "x".toCharArray(), own.getCertificateChain("device"));
        refused(() -> Tls.SYSTEM.withKeyStore(two, PASSWORD), "tls.keyStore", "cannot be used");
        refused(() -> Tls.of(context).withKeyStore(own, PASSWORD), "SSLContext");
        assertThat(Tls.SYSTEM.withKeyStore(file, PASSWORD).toString())
                .contains("refused.p12")
                .doesNotContain("secret");
    }

    private static void refused(ThrowingCallable call, String... words) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(words);
    }
}
