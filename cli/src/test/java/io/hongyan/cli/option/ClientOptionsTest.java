package io.hongyan.cli.option;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.cli.option.PacketProperties.Carrier;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.cli.terminal.RecordedTerminal;
import io.hongyan.client.config.Proxy;
import io.hongyan.client.config.ServerAddress;
import io.hongyan.client.config.Tls;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Will;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.property.UserProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

final class ClientOptionsTest {
    private final RecordedTerminal terminal = new RecordedTerminal();

    @Command
    private static final class Host {
        @Mixin
        ClientOptions options = new ClientOptions();
    }

    private static ClientOptions parse(String line) {
        Host host = new Host();
        var _ = new CommandLine(host).parseArgs(line.isEmpty() ? new String[0] : line.split(" "));
        return host.options;
    }

    private Connect connect(String line) {
        ClientOptions options = parse(line);
        String _ = options.topicOfUrl();
        return options.connect(terminal.terminal());
    }

    @Test
    void without_options_a_clean_client_of_5_0_comes_about() {
        Connect connect = connect("");

        assertThat(connect.version()).isEqualTo(Version.MQTT_5);
        assertThat(connect.cleanStart()).isTrue();
        assertThat(connect.keepAlive()).isEqualTo(60);
        assertThat(connect.clientId()).matches("hongyan_[0-9a-f]{12}");
        assertThat(connect.username()).isNull();
        assertThat(parse("").server().address()).hasToString("mqtt://localhost:1883");
    }

    @ParameterizedTest
    @CsvSource({
        "-h h, mqtt://h:1883",
        "-p 7, mqtt://localhost:7",
        "-p 8883, mqtts://localhost:8883",
        "--url mqtt://h/t, mqtt://h:1883",
        "--url mqtts://h:7/a/b, mqtts://h:7",
        "--capath d, mqtts://localhost:8883",
        "--tls-version tlsv1.2, mqtts://localhost:8883",
        "--tls, mqtts://localhost:8883",
        "--cafile ca.pem -h h, mqtts://h:8883",
        "--ws, ws://localhost:80/mqtt",
        "--ws --ws-path x -p 8083, ws://localhost:8083/x",
        "--url wss://h/a, wss://h:443/a",
        "--url mqtts://h --cafile ca.pem, mqtts://h:8883",
        "-h ::1, mqtt://[::1]:1883",
        "-L mqtts://h/t, mqtts://h:8883",
        "-L mqtt://h:5/t, mqtt://h:5"
    })
    void options_name_a_server(String line, String address) {
        ClientOptions options = parse(line);
        String _ = options.topicOfUrl();

        assertThat(options.server().address()).hasToString(address);
    }

    @Test
    void a_topic_url_names_server_login_and_topic() {
        ClientOptions options = parse("-L mqtt://me:secret@h:5/a/#");

        assertThat(options.topicOfUrl()).isEqualTo("a/#");
        assertThat(options.connect(terminal.terminal()).username()).isEqualTo("me");
        assertThat(options.connect(terminal.terminal()).password()).isEqualTo("secret".getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "socks5h://h, socks5://h:1080, ",
        "socks5h://h:7, socks5://h:7, ",
        "socks5h://me@h, socks5://h:1080, me",
        "socks5h://m%40e:s%3Ae@h:7, socks5://h:7, m@e",
        "http://me:s@h:3128, http://h:3128, me"
    })
    void a_proxy_has_the_form_of_mosquitto(String url, String address, String username) {
        Proxy proxy = parse("--proxy " + url).proxy();

        assertThat(proxy).hasToString(address);
        assertThat(proxy.username()).isEqualTo(username);
    }

    @ParameterizedTest
    @CsvSource({"31, MQTT_3_1", "mqttv31, MQTT_3_1", "3.1.1, MQTT_3_1_1", "mqttv311, MQTT_3_1_1", "5, MQTT_5"})
    void versions_have_many_names(String name, Version version) {
        assertThat(connect("-V " + name).version()).isEqualTo(version);
    }

    @Test
    void an_access_key_signs_the_client_id() {
        Connect connect = connect("--ak YYYYY --sk XXXXX --instance mqtt-xxxxx --group GID_Test --device 0001");

        assertThat(connect.clientId()).isEqualTo("GID_Test@@@0001");
        assertThat(connect.username()).isEqualTo("Signature|YYYYY|mqtt-xxxxx");
        assertThat(connect.password()).isEqualTo("vI009IZJZVGRwBwZvnbwjfuXxVM=".getBytes(UTF_8));
    }

    @Test
    void secrets_may_stand_in_the_environment() {
        terminal.variable("HONGYAN_SK", "XXXXX").variable("HONGYAN_PASSWORD", "pw");

        assertThat(connect("--ak YYYYY --instance i -i x").password()).isNotNull();
        assertThat(connect("-u me").password()).isEqualTo("pw".getBytes(UTF_8));
    }

    @Test
    void a_persistent_session_never_expires_unless_told() {
        assertThat(connect("-c -i me").cleanStart()).isFalse();
        assertThat(expiry("-V 5 -c -i me")).isEqualTo(0xffff_ffffL);
        assertThat(expiry("-V 5 -c -i me -x 60")).isEqualTo(60);
        assertThat(expiry("-x 0")).isZero();
        assertThat(expiry("-V 5 -i me -x -1")).isEqualTo(0xffff_ffffL);
        assertThat(expiry("-i me -x ∞")).isEqualTo(0xffff_ffffL);
        assertThat(expiry("-i me -x 4294967295")).isEqualTo(0xffff_ffffL);
        assertThat(expiry("-V 5")).isEqualTo(-1);
    }

    private long expiry(String line) {
        return connect(line).properties().number(Property.SESSION_EXPIRY_INTERVAL, -1);
    }

    @Test
    void a_will_has_topic_payload_qos_retain_and_properties() {
        Will will = connect("-V 5 --will-topic w --will-payload gone --will-qos 1 --will-retain "
                        + "-D will will-delay-interval 5")
                .will();

        assertThat(will).isNotNull();
        assertThat(will.topic()).hasToString("w");
        assertThat(will.payload()).isEqualTo("gone".getBytes(UTF_8));
        assertThat(will.qos()).isEqualTo(QoS.AT_LEAST_ONCE);
        assertThat(will.retain()).isTrue();
        assertThat(will.properties().number(Property.WILL_DELAY_INTERVAL, 0)).isEqualTo(5);
    }

    @Test
    void properties_go_to_the_packet_named() {
        ClientOptions options = parse("-V 5 -D publish user-property a 1 -D publish user-property a 2 "
                + "-D publish content-type text/plain -D PUBLISH Message-Expiry-Interval 9 "
                + "-D connect receive-maximum 3 "
                + "-D publish correlation-data xyz -D subscribe subscription-identifier 7");

        var publish = options.properties(Carrier.PUBLISH);
        assertThat(publish.userProperties()).containsExactly(new UserProperty("a", "1"), new UserProperty("a", "2"));
        assertThat(publish.text(Property.CONTENT_TYPE)).isEqualTo("text/plain");
        assertThat(publish.number(Property.MESSAGE_EXPIRY_INTERVAL, 0)).isEqualTo(9);
        assertThat(publish.binary(Property.CORRELATION_DATA)).isEqualTo("xyz".getBytes(UTF_8));
        assertThat(options.properties(Carrier.CONNECT).number(Property.RECEIVE_MAXIMUM, 0))
                .isEqualTo(3);
        assertThat(options.properties(Carrier.SUBSCRIBE).subscriptionIdentifiers())
                .containsExactly(7);
    }

    @ParameterizedTest
    @CsvSource({
        "-D pub content-type x | no packet of -D",
        "-D publish contenttype x | no property of MQTT 5.0",
        "-D publish foo bar | no property of MQTT 5.0; publish carries payload-format-indicator, message-expiry",
        "-D unsubscribe foo bar | no property of MQTT 5.0; unsubscribe carries user-property",
        "-D subscribe content-type x | carries no content-type; it carries subscription-identifier, user-property",
        "-D publish payload-format-indicator 9 | -D: payload-format-indicator cannot be 9",
        "-D publish topic-alias 0 | topic-alias cannot be 0",
        "-D publish content-type | a value is missing",
        "-D publish user-property a | value of the user property a is missing",
        "-D publish message-expiry-interval soon | is a number",
        "-D publish message-expiry-interval -1 | cannot be -1",
        "-D publish session-expiry-interval 1 | carries no session-expiry-interval",
        "-D publish subscription-identifier 1 | carries no subscription-identifier",
        "-D subscribe content-type x | carries no content-type",
        "-q 3 | Unknown option",
        "-V 6 | no version of MQTT",
        "-k x | 'x'",
        "-x soon | no number of seconds",
        "--unix /tmp/x | --unix: a server is reached over TCP",
        "--psk 00 | pre-shared key is not supported",
        "--psk-identity me | pre-shared key is not supported",
        "--ciphers ALL | cipher suites are those that Java",
        "--tls-alpn mqtt | --tls-alpn: no protocol is announced",
        "--tls-engine pkcs11 | engine of OpenSSL cannot be used",
        "--tls-engine-kpass-sha1 00 | engine of OpenSSL cannot be used",
        "-S | no SRV lookups",
        "-D puback reason-string x | no packet of -D",
        "--will-qos 3 | QoS is 0, 1 or 2"
    })
    void what_cannot_be_read_is_refused(String test) {
        String[] parts = test.split(" \\| ", 2);

        assertThatThrownBy(() -> parse(parts[0]))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining(parts[1]);
    }

    @ParameterizedTest
    @CsvSource({
        "-p 0 | 1 to 65535",
        "-k 65536 | 0 to 65535",
        "-c | add -i",
        "-c --group G | add --device",
        "-i a -I b | exclude each other",
        "--device d | add --group GROUP, such as --group GID_default, or --data DIR",
        "--device d -i x | leave out -i",
        "--group g -i a | leave out -i",
        "-V 311 -P x | needs -u",
        "--ak a --instance i | HONGYAN_SK",
        "--ak a --sk s | needs --instance",
        "--ak a --sk s --instance i -u me | leave out -u",
        "--sk s | need --ak",
        "-V 311 -x 5 | leave out -V",
        "-x 5 | -x keeps the session, so that it needs a client id to be found by: add -i",
        "-x -1 -I dev | add -i",
        "-x 5 --group GID_a | add --device",
        "-D connect session-expiry-interval 5 | session-expiry-interval keeps the session",
        "-x -2 | -1 to 4294967295",
        "-V 31 -D publish content-type x | leave out -V",
        "--will-retain | need --will-topic",
        "--will-topic a/# | has a wildcard",
        "--url mqtt://h -h x | leave out -h",
        "--url mqtt://h/t -h x | leave out -h",
        "--cafile a --capath b | exclude each other",
        "--capath /nowhere | no folder /nowhere",
        "--keyform engine | --keyform pem",
        "--tls-version tlsv1.1 | not safe",
        "--tls-version 1.3 | tlsv1.2 or tlsv1.3, not '1.3'",
        "--proxy h:1080 | no '://'",
        "--proxy ftp://h:1080 | --proxy begins with http:// or socks5://",
        "--data /nowhere | no folder /nowhere",
        "--url mqtt://h --tls | write mqtts://",
        "--url mqtt://h --ws | write ws://",
        "-L mqtt://h/t --cafile x | write mqtts://",
        "--url h | no scheme",
        "-L mqtt://h/t -h x | leave out -h",
        "-L mqtt://h/t -p 1884 | leave out -h, -p",
        "-L ws://h/t | write --url"
    })
    void what_contradicts_itself_is_refused_with_the_way_out(String test) {
        String[] parts = test.split(" \\| ", 2);

        assertThatThrownBy(() -> {
                    Connect _ = connect(parts[0]);
                    ServerAddress _ = parse(parts[0]).server().address();
                    Tls _ = parse(parts[0]).server().tlsSettings();
                    Proxy _ = parse(parts[0]).proxy();
                })
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(Exit.USAGE))
                .hasMessageContaining(parts[1]);
    }
}
