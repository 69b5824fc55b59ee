package io.hongyan.server.console.oidc;

import io.hongyan.broker.message.Clock;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What the provider tells about itself, asked for when the first login needs it and once an hour from then on. A fault
/// is not asked for again for five seconds, and what was told before holds on beside it. Any thread that may block.
final class Provider {
    private static final System.Logger LOG = System.getLogger(Provider.class.getName());
    private static final long FRESH_MILLIS = Duration.ofHours(1).toMillis();
    private static final long FAULT_MILLIS = Duration.ofSeconds(5).toMillis();

    private final String issuer;
    private final ProviderHttp http;
    private final Clock clock;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable Told told;

    /// @param until milliseconds of a clock that is never set
    private record Told(
            @Nullable ProviderMetadata metadata, @Nullable OidcRefusal fault, long until) {
        /// @throws OidcRefusal when there was a fault, and nothing before
        ProviderMetadata answer() {
            if (metadata != null) {
                return metadata;
            }
            throw fault == null ? OidcRefusal.unreachable("the provider was not asked") : fault;
        }
    }

    Provider(String issuer, ProviderHttp http, Clock clock) {
        this.issuer = issuer;
        this.http = http;
        this.clock = clock;
    }

    /// @throws OidcRefusal when it cannot be had
    ProviderMetadata metadata() {
        Told known = told;
        if (known != null && clock.steadyMillis() < known.until()) {
            return known.answer();
        }
        try {
            if (!asking.tryLock(2 * ProviderHttp.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw OidcRefusal.unreachable("the provider " + issuer + " does not answer in time");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw OidcRefusal.unreachable("the service stops");
        }
        try {
            known = told;
            if (known == null || clock.steadyMillis() >= known.until()) {
                known = asked(known == null ? null : known.metadata());
                told = known;
            }
        } finally {
            asking.unlock();
        }
        return known.answer();
    }

    private Told asked(@Nullable ProviderMetadata before) {
        try {
            ProviderMetadata now = ProviderMetadata.of(
                    http.get(ProviderMetadata.place(issuer)).ok().json(), issuer);
            return new Told(now, null, clock.steadyMillis() + FRESH_MILLIS);
        } catch (OidcRefusal e) {
            LOG.log(
                    Level.WARNING,
                    "the OpenID provider of the console cannot be asked, so that nobody logs in by it: {0}",
                    e.getMessage());
            return new Told(before, e, clock.steadyMillis() + FAULT_MILLIS);
        }
    }
}
