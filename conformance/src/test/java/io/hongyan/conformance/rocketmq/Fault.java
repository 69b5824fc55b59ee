package io.hongyan.conformance.rocketmq;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/// What may happen to a [Chain] under load. Each ends as it began.
enum Fault {
    SERVICE_KILLED {
        @Override
        void befall(Chain chain, Load load) throws Exception {
            chain.service.kill();
            chain.service.start();
            untilTheRulesWork(chain);
        }
    },

    ROCKETMQ_STOPPED {
        @Override
        void befall(Chain chain, Load load) throws Exception {
            chain.rocketMq.stopBroker();
            load.goOn(200);
            untilTheRuleWaits(chain);
            chain.rocketMq.continueBroker();
        }
    },

    ROCKETMQ_KILLED {
        @Override
        void befall(Chain chain, Load load) throws Exception {
            chain.rocketMq.killBroker();
            load.goOn(200);
            chain.rocketMq.restartBroker();
        }
    },

    BOTH_KILLED {
        @Override
        void befall(Chain chain, Load load) throws Exception {
            chain.service.kill();
            chain.rocketMq.killBroker();
            chain.service.start();
            load.goOn(200);
            chain.rocketMq.restartBroker();
        }
    },

    LINE_CUT {
        @Override
        void befall(Chain chain, Load load) throws Exception {
            for (int i = 0; i < 10; i++) {
                chain.nameLine.cut();
                chain.brokerLine.cut();
                load.goOn(20);
            }
        }
    },

    LINE_SLOW {
        @Override
        void befall(Chain chain, Load load) throws Exception {
            chain.brokerLine.delay(Duration.ofMillis(300));
            load.goOn(500);
            chain.brokerLine.delay(Duration.ZERO);
        }
    },

    LINE_HELD {
        @Override
        void befall(Chain chain, Load load) throws Exception {
            chain.brokerLine.hold();
            load.goOn(200);
            untilTheRuleWaits(chain);
            chain.brokerLine.release();
        }
    },

    /// What devices publish while their rule is disabled is not for RocketMQ: that rule goes on.
    RULE_DISABLED {
        @Override
        void befall(Chain chain, Load load) throws Exception {
            chain.service.run("admin", "rule", "disable", Chain.INWARD);
            load.goOn(200);
            chain.service.run("admin", "rule", "enable", Chain.INWARD);
        }
    },

    RULE_EDITED {
        @Override
        void befall(Chain chain, Load load) throws Exception {
            for (String rule : List.of(Chain.OUTWARD, Chain.INWARD, Chain.OUTWARD, Chain.INWARD)) {
                chain.service.run("admin", "rule", "edit", rule, "--description", "after " + load.acknowledged());
                load.goOn(20);
            }
        }
    },

    OUTBOX_FULL {
        @Override
        void befall(Chain chain, Load load) throws Exception {
            int log = chain.service.errors().length();
            chain.rocketMq.stopBroker();
            chain.service.run("admin", "rule", "edit", Chain.OUTWARD, "--max-messages", "100");
            until(() -> chain.service.errors().substring(log).contains("is full with"));
            chain.rocketMq.continueBroker();
            load.goOn(200);
            chain.service.run("admin", "rule", "edit", Chain.OUTWARD, "--max-messages", "1000000");
        }
    },

    DISK_FULL {
        @Override
        void befall(Chain chain, Load load) throws Exception {
            int log = chain.service.errors().length();
            chain.service.limitFiles(Integer.toString(log + (1 << 20))); // and its own log goes on
            until(() -> chain.service.errors().substring(log).contains("the store cannot write"));
            chain.service.limitFiles("unlimited");
        }
    };

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration GLANCE = Duration.ofMillis(500);

    abstract void befall(Chain chain, Load load) throws Exception;

    static void untilTheRulesWork(Chain chain) {
        for (String rule : List.of(Chain.OUTWARD, Chain.INWARD)) {
            until(() -> !chain.service.run("admin", "rule", "show", rule).contains("fault"));
        }
    }

    private static void untilTheRuleWaits(Chain chain) {
        until(() -> chain.service.run("admin", "rule", "show", Chain.OUTWARD).contains("fault"));
    }

    private static void until(Callable<Boolean> condition) {
        await().atMost(PATIENCE).pollInterval(GLANCE).until(condition);
    }
}
