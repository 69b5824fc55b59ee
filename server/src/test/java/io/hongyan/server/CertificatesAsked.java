package io.hongyan.server;

import io.hongyan.codec.raw.RawClient;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.json.JsonFields;
import io.hongyan.transport.certificate.TestAuthority;
import io.hongyan.transport.certificate.TestIdentity;
import java.io.IOException;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/// Certificates of authorities, of devices and of listeners.
record CertificatesAsked(DescribedApi api) {
    void ask() throws Exception {
        Credentials credentials = Credentials.read(api.server().data()).orElseThrow();
        String at = "/instances/" + credentials.instance();
        TestAuthority factory = TestAuthority.root("factory", "EC");
        String code = api.post(at + "/ca-code", Map.of()).text("code");
        Map<String, ?> wish =
                Map.of("name", "factory", "certificate", factory.pem(), "verification", factory.verification(code));
        String ca = at + "/ca/" + api.post(at + "/ca", wish).text("sn");
        api.refused(409, "POST", at + "/ca", wish);
        api.refused(422, "POST", at + "/ca", Map.of("name", "a", "certificate", "b", "verification", "c"));
        TestIdentity device = factory.device("lamp", "EC");
        connect(credentials, device);
        api.get(at + "/ca");
        JsonFields known = api.get(ca + "/devices?page=1").objects("devices").getFirst();
        String one = ca + "/devices/" + known.text("sn");
        api.post(one + "/deactivate", Map.of());
        api.post(one + "/activate", Map.of());
        api.done("DELETE", one, Map.of());
        api.post(ca + "/deactivate", Map.of());
        api.post(ca + "/activate", Map.of());
        api.done("DELETE", ca, Map.of());
        api.refused(404, "POST", ca + "/activate", Map.of());
        shown(at);
    }

    private void shown(String at) throws IOException {
        TestIdentity own = TestAuthority.root("public", "EC").issue(TestAuthority.Wish.server("mqtt.example.com"));
        api.post(at + "/certificates", Map.of("name", "example", "certificates", own.chainPem(), "key", own.keyPem()));
        api.get(at + "/certificates");
        api.post(at + "/sni", Map.of("hosts", "mqtt.example.com#example"));
        api.refused(422, "DELETE", at + "/certificates/example", Map.of());
        api.post(at + "/sni", Map.of());
        api.done("DELETE", at + "/certificates/example", Map.of());
    }

    /// Lets a device in, which makes its certificate known.
    private void connect(Credentials credentials, TestIdentity device) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(device.keyManagers(), new TrustManager[] {new TrustAll()}, null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket("127.0.0.1", api.server().port("tls"));
        socket.startHandshake();
        try (RawClient client = new RawClient(socket).connect(Login.of(credentials, "lamp"))) {
            client.expectAccepted();
        }
    }
}
