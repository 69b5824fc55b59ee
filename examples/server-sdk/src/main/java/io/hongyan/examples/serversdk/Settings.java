package io.hongyan.examples.serversdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.alibaba.mqtt.server.config.ChannelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import tools.jackson.core.type.TypeReference;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The settings of the other examples, and `amqp`: host and port of AMQP.
record Settings(Map<String, String> values) {
    private static final String SIGNATURE = "HmacSHA1";
    private static final Pattern PORT = Pattern.compile("[1-9]\\d{0,4}");

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

    String group() {
        return value("group_id");
    }

    /// For people: the SDK cannot connect.
    String noAmqp() {
        return "there is no AMQP at '" + value("amqp") + "': the service has it switched off, or at another port;"
                + " './hongyan serve --amqp-port 5672' (listeners.amqp.port) switches it on";
    }

    /// Where the SDK connects, and as whom.
    ChannelConfig channel() {
        String[] address = value("amqp").split(":", 2);
        if (address.length < 2 || !PORT.matcher(address[1]).matches()) {
            throw new IllegalArgumentException(noAmqp());
        }
        ChannelConfig channel = new ChannelConfig();
        channel.setDomain(address[0]);
        channel.setPort(Integer.parseInt(address[1]));
        channel.setInstanceId(value("instance_id"));
        channel.setAccessKey(value("access_key"));
        channel.setSecretKey(value("secret_key"));
        return channel;
    }

    /// Connects a device by signature.
    ///
    /// @param clientId of the form `GROUP@@@DEVICE`
    MqttClient device(String clientId) throws MqttException {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setUserName("Signature|" + value("access_key") + "|" + value("instance_id"));
        options.setPassword(signature(clientId).toCharArray());
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
