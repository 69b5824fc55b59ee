package io.hongyan.broker.auth;

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

    OutboundRules outbound(String instance);

    StatusRules status(String instance);
}
