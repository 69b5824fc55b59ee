package io.hongyan.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.transport.endpoint.ClientEndpoint;
import io.hongyan.transport.endpoint.ListenerOptions;
import io.hongyan.transport.endpoint.ListenerOptions.Kind;
import io.hongyan.transport.endpoint.TlsMaterial;
import io.hongyan.transport.mqtt.MqttFraming;
import io.hongyan.transport.netty.NoHandler;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptor;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemObjectGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Certificates and keys as operators have them.
@SuppressWarnings("AddressSelection") // loopback is one address
class PemTest extends TwoLoops {
    private static final char[] PASSWORD = "secret".toCharArray();

    private final Desk desk = new Desk();

    private TlsMaterial.Files write(String name, KeyPair pair, String signature) throws Exception {
        byte[] certificate = Certificates.certificate(name, pair, signer(signature));
        return new TlsMaterial.Files(
                pem(name + ".crt", new PemObject("CERTIFICATE", certificate)), folder.resolve(name));
    }

    private static JcaContentSignerBuilder signer(String signature) {
        JcaContentSignerBuilder builder = new JcaContentSignerBuilder(signature);
        return signature.endsWith("MGF1") ? builder.setProvider(new BouncyCastleProvider()) : builder;
    }

    private Path pem(String name, PemObjectGenerator content) throws Exception {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(content);
        }
        return Files.writeString(folder.resolve(name), text.toString());
    }

    private static KeyPair pair(String algorithm) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("EC")) {
            generator.initialize(256);
        }
        return generator.generateKeyPair();
    }

    /// As `openssl` wrote keys before version 3.
    private static PemObjectGenerator traditional(KeyPair pair) throws Exception {
        if (!(pair.getPrivate() instanceof ECPrivateKey ec)) {
            return new JcaMiscPEMGenerator(pair.getPrivate());
        }
        byte[] point = SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded())
                .getPublicKeyData()
                .getBytes();
        var sec1 = new org.bouncycastle.asn1.sec.ECPrivateKey(
                256, ec.getS(), new DERBitString(point), SECObjectIdentifiers.secp256r1);
        return new PemObject("EC PRIVATE KEY", sec1.getEncoded());
    }

    private void assertServes(TlsMaterial material, String suite) throws Exception {
        Listener listener = transport.listen(ListenerOptions.of("test", Kind.TLS, loopback(), material), desk);
        try (SSLSocket socket = TlsSockets.open(listener)) {
            if (!suite.isEmpty()) {
                socket.setEnabledCipherSuites(new String[] {suite});
            }
            socket.startHandshake();
            if (!suite.isEmpty()) {
                assertThat(socket.getSession().getCipherSuite()).isEqualTo(suite);
            }
        }
        listener.close();
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, SHA256withRSA",
        "RSASSA-PSS, SHA256withRSAandMGF1",
        "EC, SHA256withECDSA",
        "Ed25519, Ed25519",
        "Ed448, Ed448"
    })
    void a_key_in_pkcs8_serves(String algorithm, String signature) throws Exception {
        KeyPair pair = pair(algorithm);
        TlsMaterial.Files files = write("own", pair, signature);
        pem("own", new JcaPKCS8Generator(pair.getPrivate(), null));
        assertServes(TlsMaterial.pem(files, null, Map.of()), "");
    }

    @ParameterizedTest
    @CsvSource({"RSA, SHA256withRSA, BEGIN RSA PRIVATE KEY", "EC, SHA256withECDSA, BEGIN EC PRIVATE KEY"})
    void a_key_in_pkcs1_or_sec1_serves(String algorithm, String signature, String begin) throws Exception {
        KeyPair pair = pair(algorithm);
        TlsMaterial.Files files = write("own", pair, signature);
        pem("own", traditional(pair));
        assertThat(Files.readString(files.key())).contains(begin);
        assertServes(TlsMaterial.pem(files, null, Map.of()), "");
    }

    @Test
    void a_key_behind_the_parameters_of_its_curve_serves() throws Exception {
        KeyPair pair = pair("EC");
        TlsMaterial.Files files = write("own", pair, "SHA256withECDSA");
        pem("own", traditional(pair));
        Files.writeString(
                files.key(),
                "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                        + Files.readString(files.key()));
        assertServes(TlsMaterial.pem(files, null, Map.of()), "");
    }

    @Test
    void an_encrypted_key_is_refused_with_the_command_that_decrypts_it() throws Exception {
        KeyPair pair = pair("RSA");
        TlsMaterial.Files files = write("own", pair, "SHA256withRSA");
        var encryptor = new JceOpenSSLPKCS8EncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
                .setProvider(new BouncyCastleProvider())
                .setPassword(PASSWORD)
                .build();
        pem("own", new JcaPKCS8Generator(pair.getPrivate(), encryptor));
        assertRefused(files, "is encrypted", "openssl pkcs8 -topk8 -nocrypt -in " + files.key());
        PEMEncryptor older = new JcePEMEncryptorBuilder("AES-128-CBC")
                .setProvider(new BouncyCastleProvider())
                .build(PASSWORD);
        pem("own", new JcaMiscPEMGenerator(pair.getPrivate(), older));
        assertRefused(files, "is encrypted", "openssl pkcs8 -topk8 -nocrypt -in " + files.key());
    }

    @Test
    void what_is_no_key_is_refused_by_name() throws Exception {
        TlsMaterial.Files files = write("own", pair("EC"), "SHA256withECDSA");
        assertRefused(files, "cannot read the key " + files.key());
        Files.copy(files.certificates(), files.key());
        assertRefused(files, "no private key in " + files.key());
        Files.writeString(files.key(), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assertRefused(files, "the key " + files.key() + " is damaged");
        Files.writeString(files.key(), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        assertRefused(files, "the key " + files.key() + " has the form RSA PRIVATE KEY", "openssl pkcs8");
        Files.writeString(
                files.key(), "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n");
        assertRefused(files, "one of OpenSSH", "ssh-keygen -p -m PKCS8 -f " + files.key());
        Files.writeString(files.certificates(), "nothing");
        assertRefused(files, files.certificates().toString());
    }

    private static void assertRefused(TlsMaterial.Files files, String... said) {
        assertThatThrownBy(() -> TlsMaterial.pem(files, null, Map.of()))
                .isInstanceOf(TransportException.class)
                .message()
                .contains(said);
    }

    @Test
    void a_key_of_another_certificate_is_refused_at_the_start_for_each_name() {
        TlsMaterial.Files one = Certificates.write(folder, "one");
        TlsMaterial.Files two = Certificates.write(folder, "two");
        TlsMaterial.Files mixed = new TlsMaterial.Files(one.certificates(), two.key());
        String said = "the key " + two.key() + " does not belong to the certificate " + one.certificates();
        assertRefused(mixed, said);
        assertThatThrownBy(() -> TlsMaterial.pem(one, null, Map.of("two.example.com", mixed)))
                .hasMessageContaining(said);
        assertThatThrownBy(() -> transport
                        .connect(
                                endpoint(Kind.TLS, 1, new ClientEndpoint.Trust(null, mixed, true)),
                                transport.loops().getFirst(),
                                MqttFraming.ANY,
                                NoHandler.NOBODY)
                        .join())
                .hasMessageContaining(said);
    }

    @Test
    void a_key_of_another_kind_than_its_certificate_is_refused() throws Exception {
        TlsMaterial.Files files = write("own", pair("RSA"), "SHA256withRSA");
        pem("own", new JcaPKCS8Generator(pair("EC").getPrivate(), null));
        assertRefused(files, "does not belong to");
    }

    @Test
    void a_pair_that_does_not_belong_together_changes_nothing_when_it_is_read_again() throws Exception {
        TlsMaterial.Files one = Certificates.write(folder, "one");
        TlsMaterial.Files two = Certificates.write(folder, "two");
        TlsMaterial material = TlsMaterial.pem(one, null, Map.of());
        Files.copy(two.key(), one.key(), StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(material::reload).hasMessageContaining("does not belong to");
        assertServes(material, "");
    }

    @Test
    void a_pair_that_can_be_used_is_replaced_though_another_cannot() throws Exception {
        TlsMaterial.Files one = Certificates.write(folder, "one");
        TlsMaterial.Files two = Certificates.write(folder, "two");
        TlsMaterial material = TlsMaterial.pem(one, null, Map.of("two.example", two));
        TlsMaterial.Files three = Certificates.write(folder, "three");
        Files.copy(three.certificates(), one.certificates(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(three.key(), one.key(), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(two.key(), "nothing");
        assertThatThrownBy(material::reload)
                .message()
                .contains("no private key in " + two.key())
                .doesNotContain(one.key().toString());
        assertThat(subject(material)).isEqualTo("CN=three");
        Files.copy(three.key(), two.key(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(three.certificates(), two.certificates(), StandardCopyOption.REPLACE_EXISTING);
        material.reload();
    }

    private String subject(TlsMaterial material) throws Exception {
        Listener listener = transport.listen(ListenerOptions.of("test", Kind.TLS, loopback(), material), desk);
        try (SSLSocket socket = TlsSockets.open(listener)) {
            return TlsSockets.subject(socket);
        }
    }

    @Test
    void key_and_certificate_may_stand_in_one_file() throws Exception {
        TlsMaterial.Files one = Certificates.write(folder, "one");
        Path both = Files.writeString(
                folder.resolve("both.pem"), Files.readString(one.key()) + Files.readString(one.certificates()));
        assertServes(TlsMaterial.pem(new TlsMaterial.Files(both, both), null, Map.of()), "");
    }

    @Test
    void a_chain_in_the_wrong_order_is_refused_with_its_order() throws Exception {
        TlsMaterial.Files own = Certificates.write(folder, "own");
        String other = Files.readString(Certificates.write(folder, "other").certificates());
        Files.writeString(own.certificates(), other + Files.readString(own.certificates()));
        assertRefused(own, "belongs to number 2 of the certificates in that file; move that one to the beginning");
    }

    @Test
    void an_authority_for_clients_that_is_none_is_named() throws Exception {
        TlsMaterial.Files one = Certificates.write(folder, "one");
        Path ca = Files.writeString(folder.resolve("ca.pem"), "nothing");
        assertThatThrownBy(() -> TlsMaterial.pem(one, ca, Map.of())).hasMessageContaining(ca.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"
    })
    void a_client_that_wants_one_cipher_suite_of_java_gets_it(String suite) throws Exception {
        assertServes(TlsMaterial.pem(Certificates.write(folder, "localhost"), null, Map.of()), suite);
    }
}
