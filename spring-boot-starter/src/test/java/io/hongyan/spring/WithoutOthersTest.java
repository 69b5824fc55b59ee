package io.hongyan.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.client.MqttClient;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/// Goal: a program without Actuator, Micrometer and Jackson has a client all the same.
final class WithoutOthersTest {
    private final ApplicationContextRunner program = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    HongyanAutoConfiguration.class,
                    HongyanHealthAutoConfiguration.class,
                    HongyanMetricsAutoConfiguration.class))
            .withClassLoader(new FilteredClassLoader(MeterRegistry.class, JsonMapper.class, HealthIndicator.class))
            .withPropertyValues("hongyan.client.servers=mqtt://127.0.0.1:1");

    record Order(String item) {}

    static class Ears {
        @MqttListener(topics = "a")
        void heard(Order order) {}
    }

    @Configuration(proxyBeanMethods = false)
    static class Listening {
        @Bean
        Ears ears() {
            return new Ears();
        }
    }

    @Test
    void there_is_a_client_and_nothing_of_what_is_missing() {
        program.run(context -> assertThat(context)
                .hasNotFailed()
                .hasSingleBean(MqttClient.class)
                .doesNotHaveBean(MqttPayloadConverter.class)
                .doesNotHaveBean("mqttHealthIndicator"));
    }

    @Test
    void a_listener_that_wants_json_is_told_what_is_missing() {
        program.withUserConfiguration(Listening.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining(
                                "@MqttListener of Ears.heard wants a io.hongyan.spring.WithoutOthersTest$Order"));
    }

    @Test
    void a_converter_of_the_program_serves_in_its_place() {
        program.withUserConfiguration(Listening.class)
                .withBean(MqttPayloadConverter.class, () -> (payload, type) -> new Order("tea"))
                .run(context -> assertThat(context).hasNotFailed());
    }
}
