package io.hongyan.cloud.control;

import io.hongyan.broker.auth.ControlTopics;
import io.hongyan.broker.auth.Decision;
import io.hongyan.codec.topic.Topic;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The `$SYS` topics that are commands to the server.
public final class SysCommands implements ControlTopics {
    private final Map<Topic, Command> commands;

    public SysCommands(TokenMonitor tokens) {
        commands = Map.of(
                Topic.of("$SYS/uploadToken"),
                tokens::upload,
                Topic.of("$SYS/enableOrderMsg"),
                (client, _) -> {
                    client.ordered(true);
                    return Decision.ALLOW;
                },
                // Old clients ask for offline messages, which are sent without being asked for.
                Topic.of("$SYS/getOfflineMsg"),
                (_, _) -> Decision.ALLOW);
    }

    @Override
    public @Nullable Command find(Topic topic) {
        return commands.get(topic);
    }
}
