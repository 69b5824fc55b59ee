package io.hongyan.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.client.MqttClient;
import io.hongyan.client.message.Acknowledge;
import io.hongyan.testkit.TestBroker;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Goal: a wrong setting is reported with its name and what to do, without a stack trace.
@ExtendWith(OutputCaptureExtension.class)
final class WrongSettingTest {
    private static final String SERVERS = "hongyan.client.servers=mqtt://127.0.0.1:1";

    private static void fails(List<String> properties, Class<?>... beans) {
        assertThatThrownBy(() -> Program.run(properties, beans).close()).isNotNull();
    }

    @Test
    void without_a_server_the_program_does_not_start(CapturedOutput output) {
        fails(List.of());

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("hongyan.client.servers is missing: the client does not know where to connect")
                .contains("Set it, for example hongyan.client.servers=mqtt://localhost:1883")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "servers=http://x | hongyan.client.servers cannot be: server begins with mqtt://",
                "keep-alive=1d | hongyan.client.keep-alive cannot be: keepAlive is 0 to 65535 s",
                "in-flight=0 | hongyan.client.in-flight cannot be: inFlight is 1 to 60000, not 0",
                "tls.authority=/nowhere.pem | tls.authority: there is no such file: /nowhere.pem",
                "persistent-session=1d | persistentSession needs a clientId",
                "proxy=ftp://x | hongyan.client.proxy cannot be:",
                "queue.folder=/tmp | needs a clientId",
                "username=me | hongyan.client.password is missing",
                "cloud.access-key=AK | the cloud's login signs the client id, and there is none",
                "will.qos=1 | hongyan.client.will cannot be: a topic name has at least one character",
                "version=7 | hongyan.client.version",
            })
    void a_wrong_property_is_named(String property, String sentence, CapturedOutput output) {
        fails(List.of(SERVERS, "hongyan.client." + property));

        assertThat(output).contains("APPLICATION FAILED TO START").contains(sentence);
    }

    @Test
    void two_logins_contradict_each_other(CapturedOutput output) {
        List<String> properties = new ArrayList<>(List.of(SERVERS));
        for (String set : List.of("username=a", "password=b", "cloud.group=GID_a", "cloud.device=1")) {
            properties.add("hongyan.client." + set);
        }
        fails(properties);

        assertThat(output).contains("there is more than one login").contains("Keep one of them.");
    }

    static class NoFilter {
        @MqttListener(topics = "a/#/b")
        void heard(String text) {}
    }

    static class NoDelivery {
        @MqttListener(topics = "a", ack = Acknowledge.MANUALLY)
        void heard(String text) {}
    }

    @Configuration(proxyBeanMethods = false)
    static class WithoutFilter {
        @Bean
        NoFilter listener() {
            return new NoFilter();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WithoutDelivery {
        @Bean
        NoDelivery listener() {
            return new NoDelivery();
        }
    }

    @Test
    void a_listener_that_cannot_be_is_named(CapturedOutput output) {
        fails(List.of(SERVERS), WithoutFilter.class);
        fails(List.of(SERVERS), WithoutDelivery.class);

        assertThat(output)
                .contains("@MqttListener of NoFilter.heard cannot be: filter is no topic filter: a/#/b")
                .contains("@MqttListener of NoDelivery.heard acknowledges manually, and has nothing to do it with");
    }

    @Test
    void the_clouds_login_makes_the_client_id() {
        List<String> properties = new ArrayList<>();
        for (String set : List.of("access-key=AK", "secret-key=SK", "instance=mqtt-x", "group=GID_a", "device=1")) {
            properties.add("hongyan.client.cloud." + set);
        }
        try (TestBroker broker = TestBroker.start()) {
            properties.add(Program.servers(broker));
            properties.add("hongyan.client.version=mqtt-3-1-1");
            try (ConfigurableApplicationContext context = Program.run(properties)) {
                assertThat(context.getBean(MqttClient.class).clientId()).isEqualTo("GID_a@@@1");
            }
        }
    }

    @Test
    void switched_off_there_is_no_client() {
        try (ConfigurableApplicationContext context = Program.run(List.of("hongyan.client.enabled=false"))) {
            assertThat(context.getBeansOfType(MqttClient.class)).isEmpty();
        }
    }

    @Test
    void properties_do_not_tell_secrets() {
        MqttClientProperties.Cloud cloud = new MqttClientProperties.Cloud("AK", "SECRET", "mqtt-x", "GID_a", "1");

        assertThat(cloud.toString()).contains("AK").doesNotContain("SECRET");
    }
}
