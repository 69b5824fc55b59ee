package io.hongyan.server.admin;

import io.hongyan.cloud.metadata.rule.ExchangeConnection;
import io.hongyan.exchange.Exchanges;
import io.hongyan.exchange.RuleStatus;
import java.util.List;
import java.util.Optional;

/// What the administration asks of whatever carries messages between the service and other systems. Any thread.
interface ExchangeControl {
    /// Why there can be no connection of a kind; empty when there can.
    Optional<String> refusal(String kind);

    /// Tries a connection. Blocks for 40 seconds at most.
    ///
    /// @param topics that must be there
    /// @return what is wrong, a sentence each; empty when messages can be exchanged
    List<String> check(ExchangeConnection connection, List<String> topics);

    /// What a rule is doing now; empty while nothing is known of it.
    Optional<RuleStatus> status(String instance, String rule);

    /// That of a service.
    static ExchangeControl of(Exchanges exchanges) {
        return new ExchangeControl() {
            @Override
            public Optional<String> refusal(String kind) {
                return exchanges.refusal(kind);
            }

            @Override
            public List<String> check(ExchangeConnection connection, List<String> topics) {
                return exchanges.check(connection, topics);
            }

            @Override
            public Optional<RuleStatus> status(String instance, String rule) {
                return exchanges.status(instance, rule);
            }
        };
    }
}
