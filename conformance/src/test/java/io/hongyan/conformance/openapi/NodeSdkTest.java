package io.hongyan.conformance.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.auth.Signature;
import io.hongyan.codec.foreign.NeedsProgram;
import io.hongyan.conformance.ServedProgram;
import io.hongyan.conformance.openapi.OfficialSdk.Answer;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.data.RuntimeFile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Goal: a back end in Node, with either generation of the official libraries from npm, needs another endpoint and
/// nothing else.
@NeedsProgram(value = "node", packages = "clients-js")
class NodeSdkTest {
    private static final String TOPIC = "TopicDefault";

    @TempDir
    private static Path folder;

    private static ServedProgram program;
    private static Credentials login;
    private static List<NodeSdk> sdks = List.of();
    private static int next;

    @BeforeAll
    static void start() throws Exception {
        program = new ServedProgram(folder, "--set=api.port=auto", "--set=admin.port=0");
        program.start();
        login = program.credentials();
        int port =
                RuntimeFile.read(folder.resolve("data")).orElseThrow().ports().get("api");
        String endpoint = "127.0.0.1:" + port;
        sdks = List.of(
                new NodeSdk("pop-core", endpoint, login.accessKey(), login.secretKey()),
                new NodeSdk("openapi-core", endpoint, login.accessKey(), login.secretKey()));
    }

    @AfterAll
    static void stop() {
        sdks.forEach(NodeSdk::end);
        program.close();
    }

    static List<NodeSdk> sdks() {
        return sdks;
    }

    private static String clientId() {
        return login.group() + "@@@node" + ++next;
    }

    private static MqttClient connect(String clientId, String user, String password) throws MqttException {
        MqttClient client = new MqttClient("tcp://127.0.0.1:" + program.port(), clientId, new MemoryPersistence());
        MqttConnectOptions options = new MqttConnectOptions();
        options.setUserName(user);
        options.setPassword(password.toCharArray());
        client.connect(options);
        return client;
    }

    private static MqttClient device(String clientId) throws MqttException {
        String user = "Signature|" + login.accessKey() + "|" + login.instance();
        return connect(clientId, user, Signature.of(login.secretKey(), clientId));
    }

    private static Answer call(NodeSdk sdk, String action, String method, String... parameters) throws Exception {
        return sdk.call(action, method, false, Parameters.of("InstanceId", login.instance(), parameters));
    }

    private static Answer good(NodeSdk sdk, String action, String method, String... parameters) throws Exception {
        Answer answer = call(sdk, action, method, parameters);
        assertThat(answer.status()).as("%s %s", action, answer.json()).isEqualTo(200);
        assertThat(answer.text("RequestId")).isNotEmpty();
        return answer;
    }

    private static boolean online(NodeSdk sdk, String method, String clientId) throws Exception {
        return good(sdk, "QuerySessionByClientId", method, "ClientId", clientId)
                .json()
                .path("OnlineStatus")
                .asBoolean();
    }

    @ParameterizedTest
    @MethodSource("sdks")
    void a_message_reaches_a_device(NodeSdk sdk) throws Exception {
        LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
        MqttClient device = device(clientId());
        String topic = TOPIC + "/" + sdk;
        device.subscribe(topic, 1, (_, message) -> received.add(message.toString()));
        for (String payload : List.of("hello *~ 鸿雁+&=%!'()\u0000\r\n", "鸿".repeat(21_845))) {
            Answer sent = good(sdk, "SendMessage", "POST", "MqttTopic", topic, "Payload", payload);
            assertThat(sent.text("MsgId")).matches("[0-9A-F]{32}");
            assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo(payload);
        }
        device.disconnect();
        device.close();
    }

    @ParameterizedTest
    @MethodSource("sdks")
    void presence_is_told_to_get_and_post(NodeSdk sdk) throws Exception {
        String id = clientId();
        MqttClient device = device(id);
        for (String method : List.of("GET", "POST")) {
            assertThat(online(sdk, method, id)).isTrue();
            assertThat(online(sdk, method, id + "x")).isFalse();
            Answer batch =
                    good(sdk, "BatchQuerySessionByClientIds", method, "ClientIdList.1", id, "ClientIdList.2", id + "x");
            List<String> told = batch.json().path("OnlineStatusList").values().stream()
                    .map(each -> each.path("ClientId").asString() + " "
                            + each.path("OnlineStatus").asBoolean())
                    .toList();
            assertThat(told).containsExactlyInAnyOrder(id + " true", id + "x false");
        }
        good(sdk, "CloseConnection", "POST", "ClientId", id);
        await().until(() -> !device.isConnected());
        device.close();
    }

    @ParameterizedTest
    @MethodSource("sdks")
    void a_token_lets_a_device_in_until_it_is_revoked(NodeSdk sdk) throws Exception {
        String end = "9999999999999"; // cut to 30 days
        String token = good(sdk, "ApplyToken", "POST", "Resources", TOPIC + "/#", "Actions", "R,W", "ExpireTime", end)
                .text("Token");
        MqttClient device = connect(clientId(), "Token|" + login.accessKey() + "|" + login.instance(), "RW|" + token);
        assertThat(valid(sdk, token)).isTrue();
        good(sdk, "RevokeToken", "POST", "Token", token);
        await().until(() -> !device.isConnected());
        assertThat(valid(sdk, token)).isFalse();
        device.close();
    }

    private static boolean valid(NodeSdk sdk, String token) throws Exception {
        return good(sdk, "QueryToken", "POST", "Token", token)
                .json()
                .path("TokenStatus")
                .asBoolean();
    }

    @ParameterizedTest
    @MethodSource("sdks")
    void parameters_travel_in_a_form(NodeSdk sdk) throws Exception {
        String group = "GID_node" + ++next;
        for (String wanted : List.of("", "GroupIdAlreadyExsited")) {
            Answer made = sdk.call(
                    "CreateGroupId", "POST", true, Parameters.of("InstanceId", login.instance(), "GroupId", group));
            assertThat(made.text("Code")).isEqualTo(wanted);
        }
        assertThat(good(sdk, "ListGroupId", "POST").json().toString()).contains(group);
        good(sdk, "DeleteGroupId", "POST", "GroupId", group);
    }

    @ParameterizedTest
    @MethodSource("sdks")
    void errors_come_with_status_and_code(NodeSdk sdk) throws Exception {
        assertThat(told(call(sdk, "NoSuchAction", "POST"))).isEqualTo("404 ApiNotSupport");
        assertThat(told(call(sdk, "SendMessage", "POST"))).isEqualTo("400 ParameterCheckFailed");
        Answer gone = sdk.call(
                "QuerySessionByClientId", "GET", false, Parameters.of("InstanceId", "no-such", "ClientId", "x"));
        assertThat(told(gone)).isEqualTo("400 InstanceNotFound");
    }

    @ParameterizedTest
    @MethodSource("sdks")
    void a_wrong_secret_is_refused(NodeSdk sdk) throws Exception {
        int port =
                RuntimeFile.read(folder.resolve("data")).orElseThrow().ports().get("api");
        NodeSdk thief = new NodeSdk(sdk.toString(), "127.0.0.1:" + port, login.accessKey(), "wrong");
        try {
            assertThat(told(call(thief, "ListGroupId", "POST"))).isEqualTo("400 SignatureDoesNotMatch");
        } finally {
            thief.end();
        }
    }

    private static String told(Answer answer) {
        return answer.status() + " " + answer.text("Code");
    }
}
