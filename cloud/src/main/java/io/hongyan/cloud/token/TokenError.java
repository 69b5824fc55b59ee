package io.hongyan.cloud.token;

/// Why a token is not accepted, with the codes of `$SYS/tokenInvalidNotice`.
public enum TokenError {
    FORGED(1, "the token cannot be read"),
    EXPIRED(2, "the token has expired"),
    REVOKED(3, "the token was revoked"),
    RESOURCE_MISMATCH(4, "the token does not cover the topic"),
    TYPE_MISMATCH(5, "the token does not permit the action"),
    BAD_SIGNATURE(8, "the token's signature is wrong"),
    ACCOUNT_NOT_AUTHORIZED(-1, "the token's account is not authorized");

    private final int code;
    private final String text;

    TokenError(int code, String text) {
        this.code = code;
        this.text = text;
    }

    public int code() {
        return code;
    }

    public String text() {
        return text;
    }
}
