package io.hongyan.client.session;

import io.hongyan.client.config.ServerAddress;
import io.hongyan.client.config.ServerAddress.Scheme;
import io.hongyan.client.message.MqttException;

/// What to say of a server that ends the connection in place of CONNACK.
final class NoAnswer {
    private NoAnswer() {}

    /// @param broke whether the network or a reset ended it
    static MqttException.Unreachable of(ServerAddress server, boolean broke) {
        String what = (broke ? "the connection to the server broke" : "the server closed the connection")
                + " before it answered CONNECT";
        if (server.scheme() != Scheme.MQTT) {
            return new MqttException.Unreachable(server.toString(), what, null);
        }
        // A server of TLS cannot read CONNECT, and most of them go without a word.
        ServerAddress secure = new ServerAddress(Scheme.MQTTS, server.host(), server.port(), server.path());
        return new MqttException.Unreachable(
                server.toString(), what, "check address and port; if that port is one for TLS, use " + secure, null);
    }
}
