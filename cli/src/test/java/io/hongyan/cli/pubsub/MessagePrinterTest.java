package io.hongyan.cli.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.cli.terminal.RecordedTerminal;
import io.hongyan.cli.terminal.Terminal;
import io.hongyan.codec.QoS;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MessagePrinterTest {
    private final RecordedTerminal terminal = new RecordedTerminal();

    private MessagePrinter printer(MessagePrinter.Selection selection) {
        return new MessagePrinter(terminal.terminal(), MessageLayout.plain(false, true), selection);
    }

    private static Publish message(String topic, boolean retain) {
        byte[] payload = topic.getBytes(UTF_8);
        return new Publish(Topic.of(topic), 0, QoS.AT_MOST_ONCE, retain, false, payload, Properties.NONE);
    }

    @Test
    void it_stops_after_the_count() {
        MessagePrinter printer = printer(new MessagePrinter.Selection(List.of(), false, false, 2, 100));

        assertThat(printer.print(message("a", false))).isTrue();
        assertThat(printer.print(message("b", false))).isFalse();
        assertThat(terminal.out()).isEqualTo("a\nb\n");
    }

    @Test
    void hidden_topics_and_stale_messages_do_not_count() {
        List<TopicFilter> hidden = List.of(TopicFilter.parse("x/#"));
        MessagePrinter printer = printer(new MessagePrinter.Selection(hidden, true, false, 1, 100));

        assertThat(printer.print(message("x/y", false))).isTrue();
        assertThat(printer.print(message("a", true))).isTrue();
        assertThat(printer.print(message("a", false))).isFalse();
        assertThat(terminal.out()).isEqualTo("a\n");
    }

    @Test
    void a_share_of_the_messages_is_printed() {
        MessagePrinter printer = printer(new MessagePrinter.Selection(List.of(), false, false, Long.MAX_VALUE, 25));

        for (int i = 0; i < 1_000; i++) {
            assertThat(printer.print(message("a", false))).isTrue();
        }
        assertThat(terminal.out().lines().count()).isBetween(180L, 320L);
    }

    @Test
    void with_retained_only_the_first_fresh_message_ends_it() {
        MessagePrinter printer = printer(new MessagePrinter.Selection(List.of(), false, true, Long.MAX_VALUE, 100));

        assertThat(printer.print(message("a", true))).isTrue();
        assertThat(printer.print(message("b", false))).isFalse();
        assertThat(terminal.out()).isEqualTo("a\n");
    }

    @Test
    void a_reader_that_has_gone_is_noticed() {
        Terminal real = terminal.terminal();
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        Terminal broken = new Terminal(
                real.in(),
                gone,
                real.err(),
                real.environment(),
                real.clock(),
                real.nanoTime(),
                real.random(),
                real.prompt());
        MessagePrinter printer = new MessagePrinter(
                broken,
                MessageLayout.plain(false, true),
                new MessagePrinter.Selection(List.of(), false, false, Long.MAX_VALUE, 100));

        assertThatThrownBy(() -> printer.print(message("a", false)))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(Exit.BROKEN_PIPE));
    }
}
