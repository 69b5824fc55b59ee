package io.hongyan.conformance;

import io.hongyan.auth.Signature;
import io.hongyan.server.data.Credentials;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/// Devices of another library (Paho) in profile cloud. They log in by signature.
///
/// @param address of the service
public record CloudDevices(Credentials credentials, String address) {
    public static CloudDevices of(ServedProgram service) {
        return new CloudDevices(service.credentials(), "127.0.0.1:" + service.port());
    }

    /// The client id of a device.
    public String id(String name) {
        return credentials.group() + "@@@" + name;
    }

    /// A device that is not connected. It stays away when it loses its connection.
    public MqttClient device(String name) throws MqttException {
        return new MqttClient("tcp://" + address, id(name), new MemoryPersistence());
    }

    /// What it connects with.
    public MqttConnectOptions login(String name) {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setUserName("Signature|" + credentials.accessKey() + "|" + credentials.instance());
        options.setPassword(Signature.of(credentials.secretKey(), id(name)).toCharArray());
        return options;
    }
}
