package io.hongyan.cloud.control;

import io.hongyan.broker.auth.ControlTopics;
import io.hongyan.broker.auth.Decision;
import io.hongyan.codec.topic.Topic;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The one list of topics that are commands.
public final class SysTopics implements ControlTopics {
    private final Map<Topic, Command> commands;

    public SysTopics(TokenSessions tokens) {
        commands = Map.of(
                Topic.of("$SYS/uploadToken"),
                tokens::upload,
                Topic.of("$SYS/enableOrderMsg"),
                (client, _) -> {
                    client.ordered(true);
                    return Decision.ALLOW;
                },
                // Old clients ask for what waits for them; it is on its way already.
                Topic.of("$SYS/getOfflineMsg"),
                (_, _) -> Decision.ALLOW);
    }

    @Override
    public @Nullable Command find(Topic topic) {
        return commands.get(topic);
    }
}
