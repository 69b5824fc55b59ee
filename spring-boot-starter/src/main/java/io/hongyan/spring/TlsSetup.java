package io.hongyan.spring;

import io.hongyan.client.config.Tls;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;

/// The TLS settings of the client from the properties: an SSL bundle, or PEM files.
final class TlsSetup {
    private TlsSetup() {}

    /// @param bundles null = the program has none
    /// @throws IllegalArgumentException when the settings cannot be used
    static Tls tls(MqttClientProperties.Tls settings, @Nullable SslBundles bundles) {
        Path authority = settings.authority();
        Path certificate = settings.certificate();
        Path key = settings.key();
        String bundle = settings.bundle();
        if (bundle != null) {
            if (authority != null || certificate != null || key != null || settings.insecure()) {
                throw new IllegalArgumentException(
                        "tls.bundle takes the place of authority, certificate, key and insecure: leave those out");
            }
            return of(bundle, bundles);
        }
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("tls.certificate and tls.key belong together: give both");
        }
        Tls tls = settings.insecure() ? Tls.INSECURE : authority == null ? Tls.SYSTEM : Tls.trusting(authority);
        return certificate == null || key == null ? tls : tls.withCertificate(certificate, key);
    }

    private static Tls of(String name, @Nullable SslBundles bundles) {
        if (bundles == null) {
            throw new IllegalArgumentException("tls.bundle " + name + " is not there: this program has no SSL bundles");
        }
        try {
            SslBundle bundle = bundles.getBundle(name);
            SslOptions options = bundle.getOptions();
            Tls.Trust context = new Tls.Trust.Context(
                    BundleContext.of(name, bundle, bundles),
                    list(options.getCiphers()),
                    list(options.getEnabledProtocols()));
            return new Tls(context, null);
        } catch (NoSuchSslBundleException e) {
            throw new IllegalArgumentException(
                    "tls.bundle " + name + " is not there: define it below spring.ssl.bundle", e);
        } catch (IllegalStateException | IllegalArgumentException | UncheckedIOException e) {
            throw new IllegalArgumentException("tls.bundle " + name + " cannot be used: " + reason(e), e);
        }
    }

    /// The outermost says which setting, the innermost what is wrong with it.
    private static String reason(Throwable fault) {
        Throwable deepest = fault;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return fault.getCause() == null
                ? String.valueOf(fault.getMessage())
                : fault.getMessage() + " (" + deepest.getMessage() + ")";
    }

    private static List<String> list(String @Nullable [] values) {
        return values == null ? List.of() : List.of(values);
    }
}
