package io.hongyan.server.console.oidc;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetParseException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import java.text.ParseException;
import org.jspecify.annotations.Nullable;

/// Fetches the keys of the provider. Any thread that may block.
final class ProviderKeys implements JWKSetSource<SecurityContext> {
    private final Provider provider;
    private final ProviderHttp http;

    ProviderKeys(Provider provider, ProviderHttp http) {
        this.provider = provider;
        this.http = http;
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator refresh, long now, @Nullable SecurityContext context)
            throws KeySourceException {
        try {
            return JWKSet.parse(http.get(provider.metadata().keys()).ok().text());
        } catch (OidcRefusal e) {
            throw new JWKSetUnavailableException(e.getMessage(), e);
        } catch (ParseException e) {
            throw new JWKSetParseException("they are no JWK set: " + e.getMessage(), e);
        } catch (NullPointerException | ClassCastException e) { // the library's way to say it of null in place of a key
            throw new JWKSetUnavailableException("they are no JWK set", e);
        }
    }

    @Override
    public void close() {
        // nothing of its own is open
    }
}
