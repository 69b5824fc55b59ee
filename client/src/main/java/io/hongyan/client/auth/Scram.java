package io.hongyan.client.auth;

import io.hongyan.auth.ScramClient;
import io.hongyan.auth.ScramSecret;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// SCRAM-SHA-256 (RFC 5802, RFC 7677): the password is not sent, and the server must prove that it has it, too.
public final class Scram implements EnhancedAuth {
    private static final byte[] NOTHING = {};

    private final ScramClient run;

    private Scram(ScramClient run) {
        this.run = run;
    }

    /// Credentials that run SCRAM-SHA-256 at each connect; MQTT 5.0 only.
    public static Credentials credentials(String username, String password) {
        SecureRandom random = new SecureRandom();
        return clientId -> {
            byte[] nonce = new byte[18];
            random.nextBytes(nonce);
            String text = HexFormat.of().formatHex(nonce);
            return new Login(null, null, new Scram(new ScramClient(username, password, text)));
        };
    }

    @Override
    public String method() {
        return ScramSecret.METHOD;
    }

    @Override
    public byte[] first() {
        return run.first();
    }

    @Override
    public byte[] answer(byte @Nullable [] data) {
        return run.answer(data == null ? NOTHING : data);
    }

    @Override
    public void accepted(byte @Nullable [] data) {
        run.verify(data == null ? NOTHING : data);
    }
}
