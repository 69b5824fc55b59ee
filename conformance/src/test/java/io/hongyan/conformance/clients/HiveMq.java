package io.hongyan.conformance.clients;

import com.hivemq.client.mqtt.MqttClientBuilderBase;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The common part of HiveMQ's clients of both versions.
final class HiveMq {
    private HiveMq() {}

    /// The builder with server and login.
    static <B extends MqttClientBuilderBase<B>> B aimed(B fresh, Endpoint endpoint, Wire wire, Login login)
            throws GeneralSecurityException, IOException {
        B builder = fresh.identifier(login.clientId()).serverHost("127.0.0.1").serverPort(endpoint.port(wire));
        if (wire.encrypted()) {
            builder = builder.sslConfig(MqttClientSslConfig.builder()
                    .trustManagerFactory(endpoint.trust())
                    .build());
        }
        if (wire.webSocket()) {
            builder = builder.webSocketConfig().serverPath("mqtt").applyWebSocketConfig();
        }
        return builder;
    }

    static <T> T answer(CompletableFuture<T> future) throws Exception {
        return future.get(MessageQueue.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
