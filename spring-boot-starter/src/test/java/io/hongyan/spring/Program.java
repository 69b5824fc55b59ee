package io.hongyan.spring;

import io.hongyan.testkit.TestBroker;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/// A program of Spring Boot.
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class Program {
    /// @param more further classes with beans
    static ConfigurableApplicationContext run(List<String> properties, Class<?>... more) {
        List<Class<?>> sources = new ArrayList<>(List.of(more));
        sources.add(Program.class);
        SpringApplication program = new SpringApplication(sources.toArray(Class<?>[]::new));
        program.setWebApplicationType(WebApplicationType.NONE);
        List<String> all = new ArrayList<>(List.of(
                "--spring.main.banner-mode=off",
                "--logging.level.root=error",
                "--hongyan.client.reconnect.first=10ms",
                "--hongyan.client.reconnect.longest=10ms"));
        properties.forEach(property -> all.add("--" + property));
        return program.run(all.toArray(String[]::new));
    }

    static String servers(TestBroker broker) {
        return "hongyan.client.servers=mqtt://127.0.0.1:" + broker.port();
    }
}
