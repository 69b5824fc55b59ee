package io.hongyan.cloud.business;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.auth.Signature;
import io.hongyan.cloud.Stage;
import io.hongyan.cloud.business.BusinessLogin.Admitted;
import io.hongyan.cloud.business.BusinessLogin.Refused;
import io.hongyan.cloud.business.BusinessLogin.Result;
import java.util.Base64;

/// Business systems that log in to a stage.
final class Systems {
    static final String SIGN_KEY = "1795397115843";
    static final String UNKNOWN = "unknown user or instance, or wrong password";

    private final Stage stage;

    Systems(Stage stage) {
        this.stage = stage;
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    Result raw(String user, String password, String signKey, boolean custom) {
        return stage.cloud.business().login(new BusinessCredentials(user, password.getBytes(UTF_8), signKey, custom));
    }

    /// Signs with a secret, as the SDK does.
    Result signed(String userParts, String secret, boolean custom) {
        return raw(base64(userParts), Signature.of(secret, SIGN_KEY), SIGN_KEY, custom);
    }

    /// One with the stage's own key.
    BusinessAccount inside() {
        return account(signed("0:" + Stage.INSTANCE + ":YYYYY", "XXXXX", false));
    }

    static BusinessAccount account(Result result) {
        if (result instanceof Admitted(BusinessAccount account)) {
            return account;
        }
        throw new AssertionError("refused: " + result);
    }

    static Refused refused(Result result) {
        if (result instanceof Refused refused) {
            return refused;
        }
        throw new AssertionError("let in: " + result);
    }
}
