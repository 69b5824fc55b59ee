package io.hongyan.bridge.rocketmq;

import io.hongyan.rocketmq.server.RocketMq;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/// The plug-in does with RocketMQ 4.9 what it does with 5.
@Tag("nightly")
class RocketMq49Test {
    @Nested
    class Sends extends RemotingSenderTest {
        Sends(RocketMq rocketMq, Business business) {
            super(rocketMq, business);
        }
    }

    @Nested
    class Consumes extends RemotingConsumerTest {
        Consumes(RocketMq rocketMq, Business business) {
            super(rocketMq, business);
        }

        // These two are no tests here: 4.9 finds the message that is nearest to a time, so that the last one of each
        // queue from before the rule may come, too.
        @Override
        void a_new_group_begins_at_the_end_and_gets_all_that_the_producer_said() {}

        @Override
        void a_new_group_begins_with_what_was_sent_after_its_rule_was_made_though_its_consumer_starts_later() {}
    }

    @Nested
    class Access extends AccessTest {
        @Override
        RocketMq startRocketMq() throws IOException {
            Path folder = Business.folder("access-4.9");
            Path rights = folder.resolve("broker/conf/plain_acl.yml");
            Files.createDirectories(rights.getParent());
            Files.writeString(rights, """
                    accounts:
                    - accessKey: %s
                      secretKey: %s
                      admin: true
                    - accessKey: %s
                      secretKey: %s
                      admin: false
                      defaultTopicPerm: DENY
                      defaultGroupPerm: DENY
                    """.formatted(OWNER, OWNER_SECRET, GUEST, GUEST_SECRET));
            return RocketMq.old(
                    folder, Map.of("aclEnable", "true", "maxMessageSize", "100000", "enablePropertyFilter", "false"));
        }

        @Override
        void makeGuest(Business owner) {
            // It is in the file.
        }
    }
}
