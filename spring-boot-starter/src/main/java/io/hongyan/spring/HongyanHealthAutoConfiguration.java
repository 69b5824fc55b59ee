package io.hongyan.spring;

import io.hongyan.client.MqttClient;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/// Whether the client has its connection, as `mqtt` among the Actuator's health.
@AutoConfiguration(after = HongyanAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnEnabledHealthIndicator("mqtt")
@ConditionalOnSingleCandidate(MqttClient.class)
@ConditionalOnBean(MqttClientEvents.class)
public final class HongyanHealthAutoConfiguration {
    HongyanHealthAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = "mqttHealthIndicator")
    static HealthIndicator mqttHealthIndicator(MqttClient client, MqttClientEvents events) {
        return () -> client.server()
                .map(server -> Health.up()
                        .withDetail("server", server.address())
                        .withDetail("clientId", client.clientId())
                        .build())
                .orElseGet(() -> {
                    String trouble = events.trouble();
                    return Health.down()
                            .withDetail("reason", trouble == null ? "no connection" : trouble)
                            .build();
                });
    }
}
