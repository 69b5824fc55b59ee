package io.hongyan.cloud;

import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.message.Clock;
import io.hongyan.cloud.auth.AuthSettings;
import io.hongyan.cloud.auth.BlockingChecks;
import io.hongyan.cloud.auth.CloudAuthenticator;
import io.hongyan.cloud.control.Residents;
import io.hongyan.cloud.control.SysTopics;
import io.hongyan.cloud.control.TokenSessions;
import io.hongyan.cloud.key.Keyring;
import io.hongyan.cloud.metadata.FirstStart;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.rules.Tenant;
import io.hongyan.cloud.rules.Tenants;
import io.hongyan.cloud.token.Tokens;
import java.util.random.RandomGenerator;

/// The cloud layer, put together: give its authenticator to the broker, and change what it knows through its metadata.
public final class Cloud {
    private final Metadata metadata;
    private final Tokens tokens;
    private final Authenticator authenticator;

    private Cloud(Metadata metadata, Tokens tokens, Authenticator authenticator) {
        this.metadata = metadata;
        this.tokens = tokens;
        this.authenticator = authenticator;
    }

    /// @param random must be unpredictable, as `SecureRandom` is
    /// @param checksAtOnce how many password checks run at once, 1 or more; each takes a core for some 50 ms
    public static Cloud of(
            Metadata metadata, AuthSettings settings, Clock clock, RandomGenerator random, int checksAtOnce) {
        // Each of them follows the metadata, and is told of changes in this order: keys first.
        Keyring keyring = new Keyring(metadata, FirstStart.newAccessKey(random).secret());
        Tokens tokens = new Tokens(metadata, keyring, clock, random);
        TokenSessions sessions = new TokenSessions(metadata, tokens, clock);
        Residents residents = new Residents(metadata, keyring, sessions);
        Tenants tenants = new Tenants(
                metadata, keyring, new Tenant.Hooks(new SysTopics(sessions), residents, residents::recheck));
        BlockingChecks checks = BlockingChecks.of(checksAtOnce);
        return new Cloud(metadata, tokens, new CloudAuthenticator(tenants, keyring, tokens, checks, settings, random));
    }

    public Metadata metadata() {
        return metadata;
    }

    public Tokens tokens() {
        return tokens;
    }

    public Authenticator authenticator() {
        return authenticator;
    }
}
