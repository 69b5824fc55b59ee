package io.hongyan.examples.rocketmq;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import tools.jackson.core.type.TypeReference;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// What the examples need: the settings of the other examples, and where RocketMQ is. The topics are those that
/// `examples/run rocketmq` makes.
record Settings(Map<String, String> values) {
    /// What devices publish.
    static final String OUT = "DEVICES_OUT";

    /// What is for devices.
    static final String IN = "DEVICES_IN";

    /// Notices of devices that come and go.
    static final String STATUS = "DEVICES_STATUS";

    private static final String SIGNATURE = "HmacSHA1";

    /// Reads `config.yaml`, or the file that `examples/run` made of the service on this machine.
    static Settings read() throws IOException {
        Path file = Path.of(System.getProperty("hongyan.config", "config.yaml"));
        return new Settings(YAMLMapper.shared().readValue(Files.readString(file), new TypeReference<>() {}));
    }

    String value(String key) {
        String value = values.get(key);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(key + " is missing in the settings");
        }
        return value;
    }

    /// The parent topic.
    String topic() {
        return value("topic");
    }

    /// The name server of RocketMQ.
    static String nameServer() {
        return System.getProperty("hongyan.rocketmq", "127.0.0.1:9876");
    }

    /// Without it a consumer would wait for it in silence.
    static void requireRocketMq() {
        String[] address = nameServer().split(":", 2);
        try (Socket socket = new Socket(address[0], Integer.parseInt(address[1]))) {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "no RocketMQ is at " + nameServer() + ": start one with"
                            + " 'examples/run rocketmq'; HONGYAN_ROCKETMQ_PORTS names its ports when they are others",
                    e);
        }
    }

    /// Connects a device by signature.
    ///
    /// @param name of the device; its client id is `GROUP@@@name`
    MqttClient connect(String name, boolean cleanSession) throws MqttException {
        String clientId = value("group_id") + "@@@" + name;
        MqttConnectOptions options = new MqttConnectOptions();
        options.setUserName("Signature|" + value("access_key") + "|" + value("instance_id"));
        options.setPassword(signature(clientId).toCharArray());
        options.setCleanSession(cleanSession);
        MqttClient client = new MqttClient("tcp://" + value("end_point"), clientId, new MemoryPersistence());
        client.connect(options);
        return client;
    }

    private String signature(String clientId) {
        try {
            Mac mac = Mac.getInstance(SIGNATURE);
            mac.init(new SecretKeySpec(value("secret_key").getBytes(UTF_8), SIGNATURE));
            return Base64.getEncoder().encodeToString(mac.doFinal(clientId.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
