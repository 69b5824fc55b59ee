package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.server.config.source.ConfigSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a dashboard made for Mosquitto finds the figures where it looks for them.
class SysTreeTest {
    private static final String ROOT = "$SYS/broker/";
    private static final List<String> COUNTS = List.of(
            "clients/total",
            "clients/connected",
            "clients/disconnected",
            "clients/maximum",
            "clients/expired",
            "messages/received",
            "messages/sent",
            "bytes/received",
            "bytes/sent",
            "publish/messages/received",
            "publish/messages/sent",
            "publish/messages/dropped",
            "publish/bytes/received",
            "publish/bytes/sent",
            "subscriptions/count",
            "shared_subscriptions/count",
            "retained messages/count",
            "store/messages/count",
            "store/messages/bytes",
            "heap/current",
            "heap/maximum");
    private static final List<String> LOADS = List.of(
            "messages/received",
            "messages/sent",
            "publish/received",
            "publish/sent",
            "bytes/received",
            "bytes/sent",
            "sockets",
            "connections");

    @TempDir
    private Path folder;

    private final Map<String, String> figures = new TreeMap<>();

    @Test
    void the_figures_stand_under_mosquittos_names() throws IOException {
        try (Server server = start();
                RawClient client = new RawClient(server.ports().get("tcp"))) {
            assertThat(client.connectReason(Login.nameless("dashboard"))).isZero();
            assertThat(client.subscribeReason("$share/group/own/#")).isEqualTo(1);
            assertThat(client.publishReason("nobody", "seven b")).isEqualTo(ReasonCode.NO_MATCHING_SUBSCRIBERS.code());
            assertThat(client.subscribeReason(ROOT + "#")).isEqualTo(1);
            while (!isComplete()) {
                read(client.expect(Received.PUBLISH));
            }
        }
        COUNTS.forEach(name -> assertThat(number(name)).as(name).isNotNegative());
        for (String load : LOADS) {
            for (String span : List.of("/1min", "/5min", "/15min")) {
                assertThat(Double.parseDouble(figures.get("load/" + load + span)))
                        .as(load)
                        .isNotNegative();
            }
        }
        assertThat(figures.get("version")).startsWith("hongyan");
        assertThat(figures.get("uptime")).matches("[0-9]+ seconds");
        assertThat(number("clients/total")).isEqualTo(1);
        assertThat(number("clients/maximum")).isEqualTo(1);
        assertThat(number("clients/disconnected")).isZero();
        assertThat(number("shared_subscriptions/count")).isEqualTo(1);
        assertThat(number("retained messages/count"))
                .as("without these figures")
                .isZero();
        assertThat(number("publish/bytes/received")).isEqualTo(7);
        assertThat(number("bytes/received")).isGreaterThan(number("publish/bytes/received"));
        assertThat(number("messages/received")).isGreaterThanOrEqualTo(4);
        assertThat(number("heap/current")).isBetween(1L, number("heap/maximum"));
    }

    /// All are there, and those that changed last have been published since.
    private boolean isComplete() {
        return figures.size() >= COUNTS.size() + 3 * LOADS.size() + 2
                && number("clients/connected") == 1
                && number("subscriptions/count") == 2
                && number("publish/messages/received") == 1
                && number("messages/received") >= 4;
    }

    private long number(String name) {
        return Long.parseLong(figures.getOrDefault(name, "-1"));
    }

    private void read(Received message) {
        assertThat(message.topic()).startsWith(ROOT);
        figures.put(message.topic().substring(ROOT.length()), message.payload());
    }

    private Server start() throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "data=" + folder.resolve("data"),
                "profile=open",
                "bind=127.0.0.1",
                "listeners.tcp.port=auto",
                "auth.allowAnonymous=true",
                "broker.sysInterval=1s"));
        for (String off : List.of(
                "listeners.tls",
                "listeners.ws",
                "listeners.wss",
                "listeners.amqp",
                "listeners.amqps",
                "metrics",
                "admin")) {
            all.add(off + ".port=0");
        }
        return Server.start(new ConfigSource(null, Map.of(), all).read(new ArrayList<>()));
    }
}
