package io.hongyan.broker.auth;

import java.util.List;

/// The rules of all instances, for [ClientPolicy]. What it returns follows later changes by itself.
public interface RuleRegistry {
    RuleRegistry NONE = new RuleRegistry() {
        @Override
        public OutboundRules outbound(String instance) {
            return OutboundRules.NONE;
        }

        @Override
        public StatusRules status(String instance) {
            return StatusRules.NONE;
        }
    };

    /// The rules of all parts together, those of the first part first.
    static RuleRegistry joined(List<RuleRegistry> parts) {
        return new JoinedRules(List.copyOf(parts));
    }

    OutboundRules outbound(String instance);

    StatusRules status(String instance);
}
