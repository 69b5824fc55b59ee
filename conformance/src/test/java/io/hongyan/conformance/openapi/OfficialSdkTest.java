package io.hongyan.conformance.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hongyan.auth.Signature;
import io.hongyan.conformance.ServedProgram;
import io.hongyan.conformance.openapi.OfficialSdk.Answer;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.data.RuntimeFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A back end that uses both generations of the official libraries, and devices that use Paho.
class OfficialSdkTest {
    private static final String GROUP = "GID_default";
    private static final String TOPIC = "TopicDefault";

    @TempDir
    private static Path folder;

    private static ServedProgram program;
    private static String instance = "";
    private static String accessKey = "";
    private static String secretKey = "";
    private static List<OfficialSdk> sdks = List.of();
    private static int next;

    @BeforeAll
    static void start() throws Exception {
        program = new ServedProgram(folder, "--set=api.port=auto", "--set=admin.port=0");
        program.start();
        Credentials login = program.credentials();
        instance = login.instance();
        accessKey = login.accessKey();
        secretKey = login.secretKey();
        sdks = connected();
    }

    private static List<OfficialSdk> connected() throws Exception {
        int port =
                RuntimeFile.read(folder.resolve("data")).orElseThrow().ports().get("api");
        String endpoint = "127.0.0.1:" + port;
        return List.of(
                new OfficialSdk.Tea(endpoint, accessKey, secretKey),
                new OfficialSdk.Core(endpoint, accessKey, secretKey));
    }

    @AfterAll
    static void stop() {
        program.close();
    }

    static List<OfficialSdk> sdks() {
        return sdks;
    }

    private static String clientId() {
        return GROUP + "@@@sdk" + ++next;
    }

    private static MqttClient connect(String clientId, String user, String password) throws MqttException {
        MqttClient client = new MqttClient("tcp://127.0.0.1:" + program.port(), clientId, new MemoryPersistence());
        MqttConnectOptions options = new MqttConnectOptions();
        options.setUserName(user);
        options.setPassword(password.toCharArray());
        options.setAutomaticReconnect(false);
        client.connect(options);
        return client;
    }

    private static MqttClient device(String clientId) throws MqttException {
        return connect(clientId, "Signature|" + accessKey + "|" + instance, Signature.of(secretKey, clientId));
    }

    private static Answer good(OfficialSdk sdk, String action, String... parameters) throws Exception {
        Answer answer = sdk.call(action, "POST", false, Parameters.of("InstanceId", instance, parameters));
        assertThat(answer.status()).as("%s %s", action, answer.json()).isEqualTo(200);
        assertThat(answer.text("RequestId")).isNotEmpty();
        return answer;
    }

    @ParameterizedTest
    @MethodSource("sdks")
    void a_message_reaches_a_device_without_subscription(OfficialSdk sdk) throws Exception {
        String id = clientId();
        LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
        MqttClient device = device(id);
        device.setCallback(new Received(received));
        Answer sent = good(sdk, "SendMessage", "MqttTopic", TOPIC + "/p2p/" + id, "Payload", "hello *~ 鸿雁+&=%");
        assertThat(sent.text("MsgId")).matches("[0-9A-F]{32}");
        assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo(TOPIC + "/p2p/" + id + " hello *~ 鸿雁+&=%");
        String large = "鸿".repeat(21_845); // 64 KiB less a byte
        good(sdk, "SendMessage", "MqttTopic", TOPIC + "/p2p/" + id, "Payload", large);
        assertThat(received.poll(10, TimeUnit.SECONDS)).endsWith(large);
        device.disconnect();
        device.close();
    }

    @ParameterizedTest
    @MethodSource("sdks")
    void presence_is_told_and_a_connection_closed(OfficialSdk sdk) throws Exception {
        String id = clientId();
        MqttClient device = device(id);
        assertThat(good(sdk, "QuerySessionByClientId", "ClientId", id)
                        .json()
                        .path("OnlineStatus")
                        .asBoolean())
                .isTrue();
        Answer batch = good(sdk, "BatchQuerySessionByClientIds", "ClientIdList.1", id, "ClientIdList.2", id + "x");
        assertThat(batch.json().path("OnlineStatusList").size()).isEqualTo(2);
        assertThat(batch.json()
                        .path("OnlineStatusList")
                        .get(0)
                        .path("OnlineStatus")
                        .asBoolean())
                .isTrue();
        good(sdk, "CloseConnection", "ClientId", id);
        await().until(() -> !device.isConnected());
        device.close();
    }

    @ParameterizedTest
    @MethodSource("sdks")
    void a_token_lets_a_device_in_until_it_is_revoked(OfficialSdk sdk) throws Exception {
        String id = clientId();
        String end = "9999999999999"; // cut to 30 days
        String token = good(sdk, "ApplyToken", "Resources", TOPIC + "/#", "Actions", "R,W", "ExpireTime", end)
                .text("Token");
        MqttClient device = connect(id, "Token|" + accessKey + "|" + instance, "RW|" + token);
        assertThat(good(sdk, "QueryToken", "Token", token)
                        .json()
                        .path("TokenStatus")
                        .asBoolean())
                .isTrue();
        good(sdk, "RevokeToken", "Token", token);
        await().until(() -> !device.isConnected());
        assertThat(good(sdk, "QueryToken", "Token", token)
                        .json()
                        .path("TokenStatus")
                        .asBoolean())
                .isFalse();
        device.close();
    }

    @ParameterizedTest
    @MethodSource("sdks")
    void a_device_credential_lets_its_device_in_until_it_is_deleted(OfficialSdk sdk) throws Exception {
        String id = clientId();
        var credential =
                good(sdk, "RegisterDeviceCredential", "ClientId", id).json().path("DeviceCredential");
        String user = "DeviceCredential|" + credential.path("DeviceAccessKeyId").asString() + "|" + instance;
        String password = Signature.of(credential.path("DeviceAccessKeySecret").asString(), id);
        MqttClient device = connect(id, user, password);
        assertThat(good(sdk, "ListDeviceCredentialClientId", "GroupId", GROUP, "PageSize", "100")
                        .json()
                        .toString())
                .contains(id);
        good(sdk, "UnRegisterDeviceCredential", "ClientId", id);
        await().until(() -> !device.isConnected());
        device.close();
    }

    @ParameterizedTest
    @MethodSource("sdks")
    void custom_authentication_travels_in_forms(OfficialSdk sdk) throws Exception {
        String user = "user" + ++next;
        Map<String, String> identity = Parameters.of(
                "InstanceId",
                instance,
                "Username",
                user,
                "Secret",
                "s3cret",
                "IdentityType",
                "USER",
                "SignMode",
                "ORIGIN");
        Answer added = sdk.call("AddCustomAuthIdentity", "POST", true, identity);
        assertThat(added.json().path("Code").asInt())
                .as(added.json().toString())
                .isEqualTo(200);
        assertThat(added.json().path("Success").asBoolean()).isTrue();
        Answer permitted = sdk.call(
                "AddCustomAuthPermission",
                "POST",
                true,
                Parameters.of(
                        "InstanceId",
                        instance,
                        "Identity",
                        user,
                        "IdentityType",
                        "USER",
                        "Topic",
                        TOPIC + "/#",
                        "PermitAction",
                        "PUB_SUB",
                        "Effect",
                        "ALLOW"));
        assertThat(permitted.json().path("Success").asBoolean()).isTrue();
        Answer found = sdk.call(
                "QueryCustomAuthIdentity",
                "GET",
                false,
                Parameters.of("InstanceId", instance, "Size", "10", "Username", user));
        assertThat(found.json().path("Data").path("Results").size()).isEqualTo(1);
        MqttClient device = connect("free id " + user, user, "s3cret");
        device.subscribe(TOPIC + "/1", 1);
        sdk.call(
                "DeleteCustomAuthIdentity",
                "POST",
                true,
                Parameters.of("InstanceId", instance, "Username", user, "IdentityType", "USER"));
        await().until(() -> !device.isConnected());
        device.close();
    }

    @ParameterizedTest
    @MethodSource("sdks")
    void groups_have_tags_in_the_form_of_each_library(OfficialSdk sdk) throws Exception {
        String group = "GID_sdk" + ++next;
        if (sdk instanceof OfficialSdk.Tea) {
            good(sdk, "CreateGroupId", "GroupId", group, "Tags", "[{\"Key\":\"env\",\"Value\":\"a b\"}]");
        } else {
            good(sdk, "CreateGroupId", "GroupId", group, "Tag.1.Key", "env", "Tag.1.Value", "a b");
        }
        Answer again =
                sdk.call("CreateGroupId", "POST", false, Parameters.of("InstanceId", instance, "GroupId", group));
        assertThat(again.text("Code")).isEqualTo("GroupIdAlreadyExsited");
        assertThat(good(sdk, "ListGroupId", "Tags", "{\"env\":\"a b\"}").json().toString())
                .contains(group);
        good(sdk, "DeleteGroupId", "GroupId", group);
    }

    @Test
    void what_was_answered_outlives_a_kill() throws Exception {
        OfficialSdk sdk = sdks.getFirst();
        String id = clientId();
        var credential =
                good(sdk, "RegisterDeviceCredential", "ClientId", id).json().path("DeviceCredential");
        sdk.call(
                "AddCustomAuthIdentity",
                "POST",
                true,
                Parameters.of(
                        "InstanceId",
                        instance,
                        "Username",
                        "kept",
                        "Secret",
                        "s3cret",
                        "IdentityType",
                        "USER",
                        "SignMode",
                        "SIGNED"));
        sdk.call("AddCustomAuthConnectBlack", "POST", true, Parameters.of("InstanceId", instance, "ClientId", "thief"));
        program.kill();
        program.start();
        String user = "DeviceCredential|" + credential.path("DeviceAccessKeyId").asString() + "|" + instance;
        connect(id, user, Signature.of(credential.path("DeviceAccessKeySecret").asString(), id))
                .disconnect();
        connect("free", "kept", Signature.of("s3cret", "free")).disconnect();
        assertThatThrownBy(() -> connect("thief", "kept", Signature.of("s3cret", "thief")))
                .isInstanceOf(MqttException.class);
        sdks = connected(); // at another port
    }

    @ParameterizedTest
    @MethodSource("sdks")
    void errors_come_as_the_library_has_them(OfficialSdk sdk) throws Exception {
        Answer unknown = sdk.call("NoSuchAction", "POST", false, Map.of());
        assertThat(unknown.text("Code")).isEqualTo("ApiNotSupport");
        Answer missing = sdk.call("SendMessage", "POST", false, Parameters.of("InstanceId", instance));
        assertThat(missing.text("Code")).isEqualTo("ParameterCheckFailed");
        Answer gone = sdk.call(
                "QuerySessionByClientId", "GET", false, Parameters.of("InstanceId", "no-such", "ClientId", "x"));
        assertThat(gone.text("Code")).isEqualTo("InstanceNotFound");
    }

    private record Received(LinkedBlockingQueue<String> messages) implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            messages.add(topic + " " + message);
        }

        @Override
        public void connectionLost(Throwable cause) {}

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {}
    }
}
