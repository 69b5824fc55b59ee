package io.hongyan.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.client.auth.Credentials;
import io.hongyan.client.auth.Login;
import io.hongyan.testkit.TestBroker;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Goal: a program whose login is more than a password brings its own, such as the cloud's tokens.
final class OwnCredentialsTest {
    @Configuration(proxyBeanMethods = false)
    static class Beans {
        @Bean
        BlockingQueue<String> asked() {
            return new LinkedBlockingQueue<>();
        }

        @Bean
        Credentials credentials(BlockingQueue<String> asked) {
            return clientId -> {
                asked.add(clientId);
                return Login.ANONYMOUS;
            };
        }
    }

    @Test
    void a_bean_is_asked_before_each_connect() throws InterruptedException {
        try (TestBroker broker = TestBroker.start();
                ConfigurableApplicationContext context =
                        Program.run(List.of(Program.servers(broker), "hongyan.client.client-id=me"), Beans.class)) {
            BlockingQueue<?> asked = context.getBean(BlockingQueue.class);

            assertThat(asked.poll(10, TimeUnit.SECONDS)).isEqualTo("me");
        }
    }
}
