package io.hongyan.openapi.quota;

import java.util.EnumMap;
import java.util.Map;

/// How many calls there may be in one second.
///
/// @param perAccount of one account and action, 1 to 1,000,000
/// @param perAddress of one address, all actions together, 1 to 1,000,000
public record Quotas(Map<Quota, Integer> perAccount, int perAddress) {
    private static final int SERVICE_PER_ADDRESS = 300;
    private static final int MOST = 1_000_000;

    public Quotas {
        Map<Quota, Integer> all = new EnumMap<>(Quota.class);
        for (Quota quota : Quota.values()) {
            all.put(quota, range(quota.name(), perAccount.getOrDefault(quota, quota.perSecond())));
        }
        perAccount = Map.copyOf(all);
        range("perAddress", perAddress);
    }

    /// Those that the cloud service documents.
    public static Quotas defaults() {
        return new Quotas(Map.of(), SERVICE_PER_ADDRESS);
    }

    int of(Quota quota) {
        return perAccount.getOrDefault(quota, quota.perSecond());
    }

    private static int range(String name, int value) {
        if (value < 1 || value > MOST) {
            throw new IllegalArgumentException(name + " is 1 to " + MOST + " calls in a second, not " + value);
        }
        return value;
    }
}
