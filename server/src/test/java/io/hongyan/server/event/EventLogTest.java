package io.hongyan.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.event.DropReason;
import io.hongyan.broker.message.Clock;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.server.log.LogEscaper;
import io.hongyan.transport.Peer;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// Goal: everything is counted by reason, an operator reads a line about it, and neither floods nor hostile names spoil
/// the log.
class EventLogTest {
    private static final Peer PEER = new Peer(new InetSocketAddress("10.0.0.1", 4711), "tcp", false, null, List.of());

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.hongyan.events");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Time time = new Time();
    private final EventLog log = new EventLog(time, 3, System.Logger.Level.DEBUG, List.of("tcp", "tls"));

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    private static Map<String, Long> happened(Map<String, Long> totals) {
        Map<String, Long> happened = new TreeMap<>(totals);
        happened.values().removeIf(count -> count == 0);
        return happened;
    }

    @Test
    void what_is_known_to_be_possible_is_counted_from_zero() {
        Map<EventCounter, Map<String, Long>> totals = new EnumMap<>(EventCounter.class);
        log.totals(totals::put);
        assertThat(totals.values()).noneMatch(Map::isEmpty);
        assertThat(totals.values()).allSatisfy(each -> assertThat(each.values()).containsOnly(0L));
        assertThat(totals.get(EventCounter.DISCONNECTS))
                .containsKeys("normal", "keep_alive_timeout")
                .doesNotContainKey("success");
        assertThat(totals.get(EventCounter.PROBES)).containsOnlyKeys("tcp", "tls");
    }

    @Test
    void each_kind_is_counted_by_reason() {
        log.on(new BrokerEvent.Connected("i", "c", "u", Version.MQTT_5, PEER, true, false));
        log.on(new BrokerEvent.Disconnected("i", "c", PEER, ReasonCode.SUCCESS, ""));
        log.on(new BrokerEvent.Disconnected("i", "c", PEER, ReasonCode.KEEP_ALIVE_TIMEOUT, ""));
        log.on(new BrokerEvent.ConnectRefused("c", "", PEER, ReasonCode.NOT_AUTHORIZED, ""));
        log.on(new BrokerEvent.PublishRefused("i", "c", Peer.NONE, "t", ReasonCode.QUOTA_EXCEEDED, ""));
        log.on(new BrokerEvent.SubscribeRefused("i", "c", Peer.NONE, "f", ReasonCode.QUOTA_EXCEEDED, ""));
        log.on(new BrokerEvent.WillDropped("i", "c", Peer.NONE, "w", ReasonCode.NOT_AUTHORIZED, ""));
        log.on(new BrokerEvent.Dropped("i", "c", Peer.NONE, "t", DropReason.QUEUE_FULL, 1));
        log.on(new BrokerEvent.Dropped("i", "c", Peer.NONE, "t", DropReason.QUEUE_FULL, 1));
        log.on(new BrokerEvent.SessionEnded("i", "c", "expired"));
        log.on(new BrokerEvent.ListenerTroubled("tls", "handshake failed", false));
        log.on(new BrokerEvent.Probed("tcp"));
        Map<EventCounter, Map<String, Long>> totals = new EnumMap<>(EventCounter.class);
        log.totals((counter, all) -> totals.put(counter, happened(all)));
        assertThat(totals.get(EventCounter.CONNECTS)).hasSize(1).containsValue(1L);
        assertThat(totals.get(EventCounter.DISCONNECTS)).isEqualTo(Map.of("normal", 1L, "keep_alive_timeout", 1L));
        assertThat(totals.get(EventCounter.CONNECT_REFUSED)).isEqualTo(Map.of("not_authorized", 1L));
        assertThat(totals.get(EventCounter.PUBLISH_REFUSED)).isEqualTo(Map.of("quota_exceeded", 1L));
        assertThat(totals.get(EventCounter.SUBSCRIBE_REFUSED)).isEqualTo(Map.of("quota_exceeded", 1L));
        assertThat(totals.get(EventCounter.WILLS_DROPPED)).isEqualTo(Map.of("not_authorized", 1L));
        assertThat(totals.get(EventCounter.MESSAGES_DROPPED)).isEqualTo(Map.of("queue_full", 2L));
        assertThat(totals.get(EventCounter.LISTENER_TROUBLES)).isEqualTo(Map.of("tls", 1L));
        assertThat(totals.get(EventCounter.PROBES)).isEqualTo(Map.of("tcp", 1L));
        assertThat(lines.list).noneMatch(line -> line.getMessage().contains("without a byte"));
    }

    @Test
    void a_line_names_client_place_and_reason() {
        log.on(new BrokerEvent.ConnectRefused(
                "GID_a@@@b", "Signature|XYZ|i", PEER, ReasonCode.BAD_USER_NAME_OR_PASSWORD, "unknown AccessKey XYZ"));
        log.on(new BrokerEvent.PublishRefused(
                "i", "c", Peer.NONE, "a/b", ReasonCode.PACKET_TOO_LARGE, "70000 bytes, 65536 allowed"));
        log.on(new BrokerEvent.SubscribeRefused("i", "c", Peer.NONE, "a/#", ReasonCode.NOT_AUTHORIZED, ""));
        log.on(new BrokerEvent.WillDropped(
                "i", "c", Peer.NONE, "$SYS/x", ReasonCode.NOT_AUTHORIZED, "topics that begin with $ are the server's"));
        log.on(new BrokerEvent.Dropped("i", "c", Peer.NONE, "a/b", DropReason.BACKLOG_FULL, 1));
        log.on(new BrokerEvent.Disconnected("i", "c", PEER, ReasonCode.SESSION_TAKEN_OVER, ""));
        assertThat(messages())
                .containsExactly(
                        "connect refused: client \"GID_a@@@b\", user \"Signature|XYZ|i\" from 10.0.0.1:4711 on tcp: "
                                + "bad user name or password (0x86): unknown AccessKey XYZ",
                        "publish refused: client \"c\" of i to \"a/b\": packet too large (0x95): "
                                + "70000 bytes, 65536 allowed",
                        "subscribe refused: client \"c\" of i to \"a/#\": not authorized (0x87)",
                        "will dropped: client \"c\" of i to \"$SYS/x\": not authorized (0x87): "
                                + "topics that begin with $ are the server's",
                        "message dropped: for client \"c\" of i on \"a/b\": backlog full",
                        "disconnected: client \"c\" of i from 10.0.0.1:4711 on tcp: session taken over (0x8e)");
    }

    @Test
    void normal_coming_and_going_makes_no_line_unless_asked_for() {
        log.on(new BrokerEvent.Connected("i", "c", "u", Version.MQTT_5, PEER, true, false));
        log.on(new BrokerEvent.Disconnected("i", "c", PEER, ReasonCode.SUCCESS, ""));
        assertThat(messages()).isEmpty();
        logger.setLevel(Level.DEBUG);
        log.on(new BrokerEvent.Connected("i", "c", "u", Version.MQTT_5, PEER, true, false));
        log.on(new BrokerEvent.Disconnected("i", "c", PEER, ReasonCode.SUCCESS, ""));
        log.on(new BrokerEvent.SessionEnded("i", "c", "expired"));
        assertThat(messages()).hasSize(3);
    }

    @Test
    void a_flood_is_a_few_lines_and_a_sum() {
        for (int i = 0; i < 1000; i++) {
            log.on(new BrokerEvent.ConnectRefused("c" + i, "", PEER, ReasonCode.NOT_AUTHORIZED, ""));
        }
        log.on(new BrokerEvent.ConnectRefused("other", "", PEER, ReasonCode.SERVER_BUSY, ""));
        assertThat(messages()).hasSize(4).last().asString().contains("other");
        log.flush();
        assertThat(messages()).last().isEqualTo("connect refused: 997 more: not_authorized");
        time.millis += 1000;
        log.on(new BrokerEvent.ConnectRefused("later", "", PEER, ReasonCode.NOT_AUTHORIZED, ""));
        assertThat(messages()).last().asString().contains("later");
        log.flush();
        assertThat(messages()).hasSize(6);
    }

    @Test
    void names_of_strangers_cannot_forge_lines_or_turn_them_around() {
        log.on(new BrokerEvent.PublishRefused(
                "i",
                "a\"\nb\u001b[31m",
                Peer.NONE,
                "t\u202e\u2028\ud800" + "x".repeat(1000),
                ReasonCode.NOT_AUTHORIZED,
                "why\r\nnot"));
        assertThat(messages())
                .singleElement()
                .asString()
                .startsWith("publish refused: client \"a\\\"\\u000ab\\u001b[31m\" of i to \"t\\u202e\\u2028\\ud800xxx")
                .contains("... (1004 characters)")
                .endsWith("why\\u000d\\u000anot")
                .hasSizeLessThan(400);
    }

    @Test
    void other_alphabets_and_emoji_stay_readable() {
        assertThat(LogEscaper.quoted("鸿雁 🪿 é")).isEqualTo("\"鸿雁 🪿 é\"");
    }

    @Test
    void nobody_begins_a_line_of_the_log_by_himself() {
        assertThat(LogEscaper.oneLine("dropped a\nERROR forged\u001b[31m"))
                .isEqualTo("dropped a\\u000aERROR forged\\u001b[31m");
        String harmless = "鸿雁 \"quoted\" \\ ".repeat(200);
        assertThat(LogEscaper.oneLine(harmless)).isSameAs(harmless);
    }

    private List<String> messages() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static final class Time implements Clock {
        private long millis = 1_000_000;

        @Override
        public long wallMillis() {
            return millis;
        }

        @Override
        public long steadyMillis() {
            return millis;
        }
    }
}
