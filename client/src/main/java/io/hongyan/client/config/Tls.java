package io.hongyan.client.config;

import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Whom a client trusts in the TLS handshake, and the certificate that it shows. The server's name is always checked,
/// and sent (SNI), unless [#INSECURE]. Files are read again for the next connection when they have changed.
///
/// @param trust which servers are trusted
/// @param identity certificate and key of this client; null = none
public record Tls(Trust trust, @Nullable Identity identity) {
    /// Trusts Java's authorities; no client certificate.
    public static final Tls SYSTEM = new Tls(Trust.Usual.SYSTEM, null);

    /// Trusts any server, whatever its name: for tests alone.
    public static final Tls INSECURE = new Tls(Trust.Usual.ANY, null);

    /// Which servers are trusted.
    public sealed interface Trust {
        enum Usual implements Trust {
            /// Those with a certificate of Java's authorities.
            SYSTEM,
            /// Any, without a check of the name.
            ANY
        }

        /// Those with a certificate of an authority in this PEM file.
        record Pem(Path authorities) implements Trust {
            public Pem {
                KeyStoreChecks.requireCertificates("tls.authority", authorities);
            }
        }

        /// Those with a certificate of an authority in this PKCS #12 or JKS file.
        record StoreFile(Path file, char[] password) implements Trust {
            public StoreFile {
                KeyStoreChecks.requireAuthority(
                        "tls.trustStore " + file, KeyStoreChecks.load("tls.trustStore", file, password));
            }

            /// Names the file, without the password.
            @Override
            public String toString() {
                return "StoreFile[" + file + "]";
            }
        }

        /// Those with a certificate of an authority in this key store.
        record Store(KeyStore store) implements Trust {
            public Store {
                KeyStoreChecks.requireAuthority("tls.trustStore", store);
            }
        }

        /// What this context says, which also has the certificate of this client.
        ///
        /// @param ciphers empty = those of the context
        /// @param protocols such as `TLSv1.3`; empty = those of the context
        record Context(SSLContext context, List<String> ciphers, List<String> protocols) implements Trust {
            public Context {
                ciphers = List.copyOf(ciphers);
                protocols = List.copyOf(protocols);
            }
        }
    }

    /// Certificate and key of a client.
    public sealed interface Identity {
        /// In PEM files.
        ///
        /// @param chain this client's certificate first
        /// @param key in PKCS #8 and not encrypted; with Bouncy Castle's `bcpkix` on the path in PKCS #1 or SEC 1, too
        record Pem(Path chain, Path key) implements Identity {
            public Pem {
                KeyStoreChecks.requireIdentity(chain, key);
            }
        }

        /// In a PKCS #12 or JKS file.
        ///
        /// @param password of the file and of the key
        record StoreFile(Path file, char[] password) implements Identity {
            public StoreFile {
                KeyStoreChecks.requireKey(
                        "tls.keyStore " + file, KeyStoreChecks.load("tls.keyStore", file, password), password);
            }

            /// Names the file, without the password.
            @Override
            public String toString() {
                return "StoreFile[" + file + "]";
            }
        }

        /// In a key store.
        ///
        /// @param password of the key
        record Store(KeyStore store, char[] password) implements Identity {
            public Store {
                KeyStoreChecks.requireKey("tls.keyStore", store, password);
            }

            /// Without the password.
            @Override
            public String toString() {
                return "Store[" + store.getType() + "]";
            }
        }
    }

    public Tls {
        if (trust instanceof Trust.Context && identity != null) {
            throw new IllegalArgumentException(
                    "tls: an SSLContext has its own certificate and key; put them there, or use a KeyStore");
        }
    }

    /// Trusts the authorities in a PEM file, and no others.
    ///
    /// @throws IllegalArgumentException when the file cannot be read, or there is no certificate in it
    public static Tls trusting(Path pem) {
        return new Tls(new Trust.Pem(pem), null);
    }

    /// Trusts the authorities in a key store, and no others.
    ///
    /// @throws IllegalArgumentException when there is no certificate of an authority in it
    public static Tls trusting(KeyStore store) {
        return new Tls(new Trust.Store(store), null);
    }

    /// Trusts the authorities in a PKCS #12 or JKS file, and no others.
    ///
    /// @throws IllegalArgumentException when it cannot be read with that password, or has no certificate of an
    ///   authority
    public static Tls trustingStore(Path file, char[] password) {
        return new Tls(new Trust.StoreFile(file, password.clone()), null);
    }

    /// All as the context says: trust, certificate, protocols and ciphers. The server's name is checked besides.
    public static Tls of(SSLContext context) {
        return new Tls(new Trust.Context(context, List.of(), List.of()), null);
    }

    /// The same with a certificate of this client, in PEM files.
    ///
    /// @param chain this client's certificate first
    /// @param key in PKCS #8 and not encrypted
    /// @throws IllegalArgumentException when a file cannot be read or used, or the key does not belong to the
    ///   certificate
    public Tls withCertificate(Path chain, Path key) {
        return new Tls(trust, new Identity.Pem(chain, key));
    }

    /// The same with a certificate of this client, in a key store.
    ///
    /// @param password of the key
    /// @throws IllegalArgumentException when there is no key in it, one has another password, or one does not belong to
    ///   its certificate
    public Tls withKeyStore(KeyStore store, char[] password) {
        return new Tls(trust, new Identity.Store(store, password.clone()));
    }

    /// The same with a certificate of this client, in a PKCS #12 or JKS file.
    ///
    /// @param password of the file and of the key
    /// @throws IllegalArgumentException when it cannot be read with that password, or there is no key in it
    public Tls withKeyStore(Path file, char[] password) {
        return new Tls(trust, new Identity.StoreFile(file, password.clone()));
    }
}
