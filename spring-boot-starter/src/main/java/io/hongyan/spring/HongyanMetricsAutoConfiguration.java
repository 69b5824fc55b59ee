package io.hongyan.spring;

import io.hongyan.client.event.ClientObserver;
import io.hongyan.client.micrometer.MicrometerObserver;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/// Meters of the client, where the program has a registry for them.
@AutoConfiguration(
        before = HongyanAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnProperty(name = "hongyan.client.enabled", matchIfMissing = true)
@ConditionalOnClass({MeterRegistry.class, MicrometerObserver.class})
@ConditionalOnBean(MeterRegistry.class)
public final class HongyanMetricsAutoConfiguration {
    HongyanMetricsAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(ClientObserver.class)
    static MicrometerObserver mqttClientObserver(MeterRegistry registry) {
        return new MicrometerObserver(registry);
    }

    @Bean
    static ListenerFailures mqttListenerFailures(MeterRegistry registry) {
        return listener -> registry.counter("hongyan.client.listener.failures", "listener", listener)
                .increment();
    }
}
