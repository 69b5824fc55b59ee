package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.codec.QoS;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Clients with what they send and get, and what is kept and traced of it.
final class ClientsAsked {
    private final DescribedApi api;
    private final Credentials credentials;
    private final String at;
    private final String lamp;
    private final String topic;

    ClientsAsked(DescribedApi api) throws IOException {
        this.api = api;
        credentials = Credentials.read(api.server().data()).orElseThrow();
        at = "/instances/" + credentials.instance();
        lamp = (credentials.group() + "@@@lamp").replace("@", "%40");
        topic = credentials.topic();
    }

    void ask() throws Exception {
        api.post(at + "/traces", Map.of("mode", "all"));
        try (RawClient reader = client("lamp");
                RawClient writer = client("switch")) {
            reader.subscribe(QoS.AT_LEAST_ONCE, topic + "/#");
            exchange(reader, writer);
            clients();
            retained();
            watched(writer);
            traces();
        }
        offline();
        blacklist();
        api.done("DELETE", at + "/sessions/" + lamp, Map.of());
        api.refused(404, "GET", at + "/clients/" + lamp, Map.of());
    }

    private RawClient client(String device) {
        RawClient client = new RawClient(api.server().port("tcp"))
                .connect(Login.of(credentials, device)
                        .lasting()
                        .will(topic + "/gone", device, QoS.AT_LEAST_ONCE, false));
        client.expectAccepted();
        return client;
    }

    private void exchange(RawClient reader, RawClient writer) throws IOException {
        Properties properties = Properties.builder()
                .set(Property.CONTENT_TYPE, "text/plain")
                .user("k", "v")
                .build();
        writer.publish(topic + "/kept", "on", QoS.AT_LEAST_ONCE, 1, true, properties);
        reader.expectMessage(topic + "/kept", "on");
        api.post(at + "/publish", Map.of("topic", topic + "/a", "payload", "text"));
        reader.expectMessage(topic + "/a", "text");
        api.refused(400, "POST", at + "/publish", Map.of("topic", topic + "/#", "payload", ""));
    }

    private void clients() throws IOException {
        assertThat(api.get(at + "/clients?limit=1&state=connected").names()).contains("after");
        api.get(at + "/clients?prefix=GID&group=" + credentials.group() + "&address=127.0.0.1");
        api.get(at + "/clients/" + lamp);
        api.get(at + "/clients/" + lamp + "/rights?publish=" + topic + "%2Fa&subscribe=Elsewhere");
        api.get(at + "/subscriptions?topic=" + topic + "%2Fa");
        assertThat(api.get(at + "/subscriptions?topic=" + topic + "%2Fp2p%2F" + lamp)
                        .names())
                .contains("receiver");
        api.get(at + "/top?limit=5");
        api.get(at + "/top?kind=slow");
        api.refused(404, "DELETE", at + "/clients/nobody", Map.of());
    }

    private void retained() throws IOException {
        String one = at + "/retained-message?topic=" + topic + "%2Fkept";
        assertThat(api.get(at + "/retained?limit=1&filter=" + topic + "%2F%23").names())
                .contains("after");
        api.get(one);
        api.done("DELETE", one, Map.of());
        api.refused(404, "GET", one, Map.of());
    }

    private void watched(RawClient writer) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + api.server().port("admin") + at + "/trace"))
                .header("Authorization", "Bearer " + api.server().key())
                .POST(BodyPublishers.ofString(Json.line(Map.of("topic", topic + "/#", "events", 2))))
                .build();
        HttpResponse<Stream<String>> response = api.server().http().send(request, BodyHandlers.ofLines());
        writer.publish(topic + "/watched", "text");
        try (Stream<String> lines = response.body()) {
            List<String> events = lines.filter(line -> !line.isBlank()).toList();
            events.forEach(event -> api.checkEvent("POST", at + "/trace", event));
            assertThat(events).anyMatch(event -> event.contains("published"));
        }
        api.refused(400, "POST", at + "/trace", Map.of("seconds", 5));
    }

    private void traces() throws IOException {
        String writer = lamp.replace("lamp", "switch");
        String messages = at + "/traces/messages";
        await().until(() -> api.get(messages + "?client=" + writer).number("total") > 0);
        await().until(() -> api.get(at + "/traces/devices?client=" + lamp).number("total") > 0);
        String id = api.get(messages + "?client=" + writer)
                .objects("messages")
                .getFirst()
                .text("messageId");
        api.get(messages + "/" + id + "?from=2020-01-01T00:00:00Z");
        api.refused(404, "GET", messages + "/" + "0".repeat(32), Map.of());
    }

    /// A message waits for a client that is not there, with a subscription that somebody ends.
    private void offline() throws IOException {
        await().until(() -> !api.get(at + "/clients/" + lamp).truth("connected", true));
        api.post(at + "/publish", Map.of("topic", topic + "/waits", "payloadBase64", "AA=="));
        await().until(() -> !api.get(at + "/clients/" + lamp + "/messages")
                .objects("messages")
                .isEmpty());
        api.get(at + "/top");
        api.done("DELETE", at + "/clients/" + lamp + "/subscription?filter=" + topic + "%2F%23", Map.of());
        try (RawClient again = client("switch")) {
            api.done("DELETE", at + "/clients/" + lamp.replace("lamp", "switch"), Map.of());
            assertThat(again).isNotNull();
        }
    }

    private void blacklist() throws IOException {
        api.post(at + "/blacklist", Map.of("clientId", "stolen"));
        api.refused(409, "POST", at + "/blacklist", Map.of("clientId", "stolen"));
        api.get(at + "/blacklist?limit=1");
        api.done("DELETE", at + "/blacklist?clientId=stolen", Map.of());
    }
}
