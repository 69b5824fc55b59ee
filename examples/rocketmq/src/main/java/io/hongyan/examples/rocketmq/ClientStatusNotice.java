package io.hongyan.examples.rocketmq;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.rocketmq.common.message.MessageExt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Follows which devices are online, by the notices of a status rule, until Ctrl-C or until as many notices have come
/// as the argument says.
///
/// A notice may come twice, and those of two channels in any order. So the events of each channel are kept as a set: a
/// channel is open that has `connect` and neither `disconnect` nor `tcpclean`, and a device is online while it has an
/// open channel. A business system would keep the sets in its database and forget a channel some time after its
/// `tcpclean`.
final class ClientStatusNotice {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Map<String, Set<String>>> events = new HashMap<>();

    private ClientStatusNotice() {}

    public static void main(String[] args) throws Exception {
        Example.start(_ -> run(Countdown.of(args)));
    }

    private static void run(Countdown left) throws Exception {
        ClientStatusNotice devices = new ClientStatusNotice();
        Business.consume("ClientStatusNotice", Settings.STATUS, notice -> {
            System.out.println(devices.heard(notice));
            left.one();
        });
        left.await();
    }

    private synchronized String heard(MessageExt message) {
        JsonNode notice = JSON.readTree(message.getBody());
        String client = notice.get("clientId").asString();
        Map<String, Set<String>> channels = events.computeIfAbsent(client, _ -> new HashMap<>());
        channels.computeIfAbsent(notice.get("channelId").asString(), _ -> new HashSet<>())
                .add(message.getTags());
        boolean online = channels.values().stream().anyMatch(channel -> channel.equals(Set.of("connect")));
        return client + ": " + message.getTags() + ", so it is " + (online ? "online" : "offline");
    }
}
