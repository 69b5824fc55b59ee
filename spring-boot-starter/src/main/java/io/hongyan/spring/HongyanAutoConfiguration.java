package io.hongyan.spring;

import io.hongyan.client.MqttClient;
import io.hongyan.client.MqttClientBuilder;
import io.hongyan.client.auth.Credentials;
import io.hongyan.client.event.ClientObserver;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/// An [MqttClient] of the properties `hongyan.client.*`, unless the program has one of its own, and the methods with
/// [MqttListener].
@AutoConfiguration(
        after = SslAutoConfiguration.class,
        afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnProperty(name = "hongyan.client.enabled", matchIfMissing = true)
@EnableConfigurationProperties(MqttClientProperties.class)
public final class HongyanAutoConfiguration {
    HongyanAutoConfiguration() {}

    @Bean
    static MqttListeners mqttListeners(
            ConfigurableListableBeanFactory beans,
            ObjectProvider<MqttPayloadConverter> converters,
            ObjectProvider<ListenerFailures> failures) {
        return new MqttListeners(beans, converters.getIfAvailable(), failures.getIfAvailable(() -> listener -> {}));
    }

    @Bean
    static MqttClientEvents mqttClientEvents(ApplicationEventPublisher program) {
        return new MqttClientEvents(program);
    }

    /// The bean exists before its connection: messages published meanwhile wait in its queue.
    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    static MqttClient mqttClient(
            MqttClientProperties properties,
            MqttListeners listeners,
            MqttClientEvents events,
            ObjectProvider<Credentials> credentials,
            ObjectProvider<SslBundles> bundles,
            ObjectProvider<ClientObserver> observers,
            ObjectProvider<MqttClientCustomizer> customizers) {
        GatedThreads threads = new GatedThreads();
        MqttClientBuilder builder = ClientSetup.builder(
                        properties, credentials.getIfAvailable(), bundles.getIfAvailable())
                .observer(observers.getIfAvailable(() -> ClientObserver.NONE))
                .onEvent(events)
                .executor(threads);
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        listeners.find();
        MqttClient client = ClientSetup.start(builder);
        try {
            listeners.attach(client);
            threads.open();
        } catch (WrongSettingException e) {
            client.close();
            throw e;
        }
        return client;
    }

    @Bean
    @ConditionalOnSingleCandidate(MqttClient.class)
    static MqttLifecycle mqttLifecycle(MqttClient client, MqttListeners listeners, MqttClientEvents events) {
        return new MqttLifecycle(client, listeners, events);
    }

    /// Payloads in JSON, where the program has Jackson.
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JsonMapper.class)
    static class JsonConfiguration {
        @Bean
        @ConditionalOnBean(JsonMapper.class)
        @ConditionalOnMissingBean
        static MqttPayloadConverter mqttPayloadConverter(JsonMapper mapper) {
            return (payload, type) -> mapper.readValue(payload, mapper.constructType(type));
        }
    }
}
