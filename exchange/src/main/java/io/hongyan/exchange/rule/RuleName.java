package io.hongyan.exchange.rule;

/// Names one rule.
///
/// @param instance whose it is
/// @param rule its id, unique in the instance
public record RuleName(String instance, String rule) {
    @Override
    public String toString() {
        return instance + "/" + rule;
    }
}
