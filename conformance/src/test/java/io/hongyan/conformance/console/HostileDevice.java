package io.hongyan.conformance.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/// A device of MQTT 5 that gives the same name to all it has: client id, user properties, will, subscription, message.
final class HostileDevice implements AutoCloseable {
    static final String KEPT = "kept/";
    static final String READ = "read/";

    private static final long EXPIRY = 3600;

    private final MqttClient client;

    /// @param level its name as a level of a topic
    HostileDevice(int port, String name, String level) throws MqttException {
        client = new MqttClient("tcp://127.0.0.1:" + port, name, new MemoryPersistence());
        MqttConnectionOptions login = new MqttConnectionOptions();
        login.setUserProperties(List.of(new UserProperty(name, name)));
        login.setSessionExpiryInterval(EXPIRY);
        login.setWill("will/" + level, message(name, false));
        login.setWillMessageProperties(properties(name));
        client.connect(login);
        client.subscribe(READ + level, 1);
        client.publish(KEPT + level, message(name, true));
        client.publish("told/" + level, message(name, false));
    }

    private static MqttMessage message(String name, boolean retained) {
        return new MqttMessage(name.getBytes(UTF_8), 1, retained, properties(name));
    }

    private static MqttProperties properties(String name) {
        MqttProperties properties = new MqttProperties();
        properties.setUserProperties(List.of(new UserProperty(name, name)));
        properties.setContentType(name);
        return properties;
    }

    @Override
    public void close() throws MqttException {
        client.close(true);
    }
}
