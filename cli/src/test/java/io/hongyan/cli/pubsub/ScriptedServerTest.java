package io.hongyan.cli.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cli.HongyanRun;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.RecordedTerminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What commands say and how they end, with a server that answers each packet with the next bytes of a list, and then
/// closes.
final class ScriptedServerTest {
    private static final String CONNACK = "20 03 00 00 00";
    private static final String CLOSE = "";
    private static final String SILENCE = "no answer";
    private static final String SUBACK_QOS_1 = "90 04 00 01 00 01";

    private final RecordedTerminal terminal = new RecordedTerminal();
    private CompletableFuture<String> received = new CompletableFuture<>();

    private int run(String command, String... answers) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            received = CompletableFuture.supplyAsync(() -> serve(listener, List.of(answers)));
            String line = command + " -h 127.0.0.1 -p " + listener.getLocalPort();
            return HongyanRun.execute(terminal.terminal(), line.split(" +"));
        }
    }

    /// @return what came after the last answer, in hexadecimal
    private static String serve(ServerSocket listener, List<String> answers) {
        try (Socket socket = listener.accept()) {
            InputStream in = socket.getInputStream();
            for (String answer : answers) {
                byte[] _ = packet(in);
                if (answer.equals(CLOSE)) {
                    return "";
                }
                if (!answer.equals(SILENCE)) {
                    socket.getOutputStream().write(HexFormat.ofDelimiter(" ").parseHex(answer));
                }
            }
            if (answers.isEmpty()) {
                byte[] _ = packet(in);
                return "";
            }
            return HexFormat.ofDelimiter(" ").formatHex(in.readAllBytes());
        } catch (IOException e) {
            return e.toString();
        }
    }

    /// One packet, which is short.
    private static byte[] packet(InputStream in) throws IOException {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(in.read());
        int length = in.read();
        assertThat(length).isBetween(0, 127);
        packet.write(in.readNBytes(length));
        return packet.toByteArray();
    }

    @Test
    void a_server_that_closes_instead_of_an_answer_is_a_connection_lost() throws Exception {
        assertThat(run("pub -t a -m x")).isEqualTo(Exit.LOST);
        assertThat(terminal.err()).contains("before it answered CONNECT", "if it does not speak MQTT 5.0, add -V 311");
    }

    @Test
    void a_refusal_ends_with_its_code_and_the_servers_words() throws Exception {
        assertThat(run("pub -t a -m x", "20 09 00 87 06 1f 00 03 6e 6f 74")).isEqualTo(0x87);
        assertThat(terminal.err()).contains("refused the connection: not authorized (code 135): not\n");
    }

    @Test
    void the_login_is_to_be_checked_when_it_is_wrong_and_not_for_every_refusal() throws Exception {
        assertThat(run("pub -t a -m x", "20 03 00 86 00")).isEqualTo(0x86);
        assertThat(terminal.err()).endsWith("(code 134); check -u and -P, or --ak, --sk, --instance\n");
        assertThat(run("pub -t a -m x -V 311", "20 02 00 04")).isEqualTo(4);
        assertThat(terminal.err()).endsWith("(code 4); check -u and -P, or --ak, --sk, --instance\n");
        assertThat(run("pub -t a -m x -V 311", "20 02 00 05")).isEqualTo(5);
        assertThat(terminal.err()).contains("(code 5); it may want a user name", "blacklist, its certificate, a limit");
        String words = "20 12 00 87 0f 1f 00 0c 6e 6f 20 75 73 65 72 20 6e 61 6d 65";
        assertThat(run("pub -t a -m x", words)).isEqualTo(0x87);
        assertThat(terminal.err()).endsWith("no user name; check -u and -P, or --ak, --sk, --instance\n");
    }

    @Test
    void a_connection_that_ends_because_of_a_message_of_qos_0_is_no_success() throws Exception {
        assertThat(run("pub -t a -m x", CONNACK, "e0 07 87 05 1f 00 02 6e 6f")).isEqualTo(0x87);
        assertThat(terminal.err()).contains("ended the connection: not authorized: no");
        assertThat(run("pub -t a -m x -V 311", "20 02 00 00", CLOSE)).isEqualTo(Exit.LOST);
        assertThat(terminal.err()).contains("closed the connection; it may not want the message: with -q 1 and 5.0");
    }

    @Test
    void a_message_of_qos_0_is_followed_by_a_ping_so_that_the_server_has_dealt_with_it() throws Exception {
        assertThat(run("pub -t a -m x", CONNACK, SILENCE, "d0 00")).isZero();
        assertThat(received.get(30, TimeUnit.SECONDS)).isEqualTo("e0 00");
    }

    @Test
    void a_disconnect_of_the_server_ends_with_its_code_and_words() throws Exception {
        String disconnect = "e0 07 8b 05 1f 00 02 62 79";
        assertThat(run("sub -t a --no-reconnect", CONNACK, SUBACK_QOS_1 + " " + disconnect))
                .isEqualTo(0x8b);
        assertThat(terminal.err()).contains("ended the connection: server shutting down: by");
    }

    @Test
    void a_refused_subscription_ends_with_its_code() throws Exception {
        assertThat(run("sub -t a", CONNACK, "90 04 00 01 00 87")).isEqualTo(0x87);
        assertThat(terminal.err()).contains("refused the subscription to 'a': not authorized (code 135)");
    }

    @Test
    void a_refused_subscription_shows_the_servers_words() throws Exception {
        assertThat(run("sub -t a", CONNACK, "90 0a 00 01 06 1f 00 03 6e 6f 74 87"))
                .isEqualTo(0x87);
        assertThat(terminal.err()).contains("refused the subscription to 'a': not authorized (code 135): not");
    }

    @Test
    void a_subscription_that_the_server_keeps_is_told_with_its_words() throws Exception {
        assertThat(run("sub -U a -E", CONNACK, "b0 0a 00 01 06 1f 00 03 6e 6f 74 83"))
                .isZero();
        assertThat(terminal.err())
                .contains("refused to end the subscription to 'a': implementation specific error (code 131): not");
    }

    @Test
    void a_refused_message_shows_the_servers_words() throws Exception {
        assertThat(run("pub -t a -m x -q 1", CONNACK, "40 0a 00 01 87 06 1f 00 03 6e 6f 74"))
                .isEqualTo(0x87);
        assertThat(terminal.err()).contains("the server refused the message: not authorized (code 135): not");
    }

    @Test
    void refused_messages_are_counted_by_reason() throws Exception {
        String first = "40 0a 00 01 87 06 1f 00 03 6e 6f 74";
        assertThat(run("pub -t a -m x -q 1 --repeat 3", CONNACK, first, "40 04 00 02 97 00", "40 04 00 03 97 00"))
                .isEqualTo(0x87);
        assertThat(terminal.err())
                .contains("refused 1 message: not authorized (code 135): not; 2 messages: quota exceeded (code 151)");
    }

    @Test
    void a_port_that_speaks_another_protocol_is_told_in_each_version() throws Exception {
        for (String answer : List.of("48 54 54 50 2f 31 2e 31 20 34 30 30 0d 0a", "41 4d 51 50 00 00 09 01")) {
            for (String version : List.of("5", "311")) {
                run("pub -t a -m x -V " + version, answer);
                assertThat(terminal.err())
                        .contains("its port is one for HTTP, for AMQP, or for WebSocket: --url ws://");
            }
        }
    }

    @Test
    void a_server_of_an_older_version_is_told_and_how_to_speak_with_it() throws Exception {
        assertThat(run("pub -t a -m x", "20 02 00 01")).isEqualTo(0x84);
        assertThat(terminal.err()).contains("does not speak MQTT 5.0", "add -V 311");
    }

    @Test
    void a_server_that_takes_5_0_for_its_own_version_is_told_too() throws Exception {
        assertThat(run("sub -t a", "20 02 00 00")).isEqualTo(0x84);
        assertThat(terminal.err()).contains("does not speak MQTT 5.0", "add -V 311");
    }

    @Test
    void a_server_that_refuses_5_0_in_its_words_is_told() throws Exception {
        assertThat(run("sub -t a", "20 03 00 84 00")).isEqualTo(0x84);
        assertThat(terminal.err()).contains("unsupported protocol version (code 132); add -V 311");
    }

    @Test
    void an_older_version_is_not_advised_to_those_who_speak_it() throws Exception {
        assertThat(run("pub -t a -m x -V 311")).isEqualTo(Exit.LOST);
        assertThat(terminal.err()).contains("before it answered CONNECT").doesNotContain("-V 311");
    }

    @Test
    void debug_shows_the_servers_words() throws Exception {
        assertThat(run("pub -t a -m x -q 1 -d", CONNACK, "40 0a 00 01 87 06 1f 00 03 6e 6f 74"))
                .isEqualTo(0x87);
        assertThat(terminal.err()).contains("received PUBACK 1 not authorized (not)");
    }

    @Test
    void the_last_message_wanted_is_acknowledged_and_the_next_one_stays_with_the_server() throws Exception {
        String first = "32 07 00 01 61 00 07 00 31";
        String second = "32 07 00 01 61 00 08 00 32";
        assertThat(run("sub -t a -q 1 -C 1", CONNACK, SUBACK_QOS_1 + " " + first + " " + second))
                .isZero();
        assertThat(terminal.out()).isEqualTo("1\n");
        assertThat(received.get(30, TimeUnit.SECONDS)).isEqualTo("40 02 00 07 e0 00");
    }

    @Test
    void messages_that_the_server_refuses_are_counted_and_end_with_the_code() throws Exception {
        assertThat(run("pub -t a -m x -q 1", CONNACK, "40 04 00 01 97 00")).isEqualTo(0x97);
        assertThat(terminal.err()).contains("the server refused the message: quota exceeded (code 151)");
    }

    @Test
    void what_sub_prints_comes_once_however_many_filters_match() throws Exception {
        String message = "30 06 00 01 61 00 68 69";
        assertThat(run("sub -t a -t # -C 1", CONNACK, "90 05 00 01 00 00 00 " + message))
                .isZero();
        assertThat(terminal.out()).isEqualTo("hi\n");
    }

    @Test
    void topics_with_a_dollar_are_received_too() throws Exception {
        String message = "30 08 00 03 24 53 2f 00 68 69";
        assertThat(run("sub -t $S/# -C 1", CONNACK, "90 04 00 01 00 00 " + message))
                .isZero();
        assertThat(terminal.out()).isEqualTo("hi\n");
    }
}
