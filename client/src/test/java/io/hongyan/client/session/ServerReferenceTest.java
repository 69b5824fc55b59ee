package io.hongyan.client.session;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.client.config.ServerAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerReferenceTest {
    @Test
    void a_server_names_so_many_others_at_most() {
        String many = "a " + "b ".repeat(5000)
                + IntStream.range(0, 5000).mapToObj(i -> "c" + i + " ").collect(joining());
        List<ServerAddress> read = new ServerReference(many, true).addresses(ServerAddress.parse("mqtt://a"));
        assertThat(read).hasSize(ServerReference.MOST).doesNotHaveDuplicates();
        assertThat(read.getFirst().host()).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource({
        "b.example.com, mqtts://b.example.com:8000",
        "b:1, mqtts://b:1",
        "[::1]:7, mqtts://[::1]:7",
        "' a:1  b ', mqtts://a:1 mqtts://b:8000",
        "a:99999 b/x c@d b, mqtts://b:8000",
        "'', ''",
        "a_b:7 [fe80::1%eth0], mqtts://a_b:7 mqtts://[fe80::1%eth0]:8000",
        "a:b:c, ''",
    })
    void references_are_read_and_tls_is_kept(String text, String expected) {
        ServerAddress from = ServerAddress.parse("mqtts://a.example.com:8000");
        String read = String.join(
                " ",
                new ServerReference(text, false)
                        .addresses(from).stream().map(ServerAddress::toString).toList());
        assertThat(read).isEqualTo(expected);
    }
}
