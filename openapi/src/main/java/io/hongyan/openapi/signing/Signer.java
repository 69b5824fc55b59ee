package io.hongyan.openapi.signing;

import io.hongyan.auth.ApiSignature;
import io.hongyan.broker.message.Clock;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.secret.SecretException;
import io.hongyan.cloud.secret.TemporaryKeys;
import io.hongyan.openapi.action.ApiError;
import io.hongyan.openapi.request.ApiRequest;
import io.hongyan.openapi.request.Parameters;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds the account that signed a request, by either signature of the cloud's OpenAPI.
public final class Signer {
    private static final long CLOCK_MILLIS = 15 * 60_000L;
    private static final int MOST_NONCES = 2_000_000;
    private static final int LONGEST_NONCE = 256;
    private static final String SIGNATURE = "Signature";
    private static final Pattern ACS3 = Pattern.compile(
            ApiSignature.ACS3 + "\\s+Credential=([^,]*),\\s*SignedHeaders=([^,]*),\\s*Signature=([0-9a-f]{64})");

    private final Function<String, @Nullable AccessKey> keys;
    private final TemporaryKeys temporary;
    private final Clock clock;
    private final SeenNonces nonces;

    /// @param keys finds an AccessKey by its id
    public Signer(Function<String, @Nullable AccessKey> keys, TemporaryKeys temporary, Clock clock) {
        this.keys = keys;
        this.temporary = temporary;
        this.clock = clock;
        this.nonces = new SeenNonces(clock, 2 * CLOCK_MILLIS, MOST_NONCES);
    }

    /// The account that signed the request.
    ///
    /// @throws ApiError when it is not signed, or wrongly, or was sent before
    public AccessKey account(ApiRequest request, Parameters parameters) {
        String authorization = request.header("authorization");
        if (authorization.isEmpty()) {
            return ofParameters(request, parameters);
        }
        return ofHeaders(request, parameters, authorization);
    }

    private AccessKey ofParameters(ApiRequest request, Parameters parameters) {
        String given = parameters.text(SIGNATURE);
        String id = parameters.text("AccessKeyId");
        if (id.isEmpty()) {
            throw ApiError.bad("MissingAccessKeyId", "AccessKeyId is missing: sign the request");
        }
        if (given.isEmpty()) {
            throw ApiError.bad("MissingSignature", "Signature is missing: sign the request");
        }
        require(parameters, "SignatureMethod", "HMAC-SHA1");
        require(parameters, "SignatureVersion", "1.0");
        Signing key = key(id, parameters.text("SecurityToken"));
        Map<String, String> signed = new HashMap<>(parameters.values());
        signed.remove(SIGNATURE);
        String text = ApiSignature.rpcText(request.method(), signed);
        compare(ApiSignature.rpc(key.secret(), text), given, text);
        fresh(parameters.text("Timestamp"), "Timestamp");
        once(id, parameters.text("SignatureNonce"), "SignatureNonce");
        return key.account();
    }

    private static void require(Parameters parameters, String name, String value) {
        if (!parameters.text(name).equals(value)) {
            throw ApiError.bad(
                    "Invalid" + name,
                    name + " is " + value + ", not " + parameters.text(name) + "; the newer signature is "
                            + ApiSignature.ACS3);
        }
    }

    private AccessKey ofHeaders(ApiRequest request, Parameters parameters, String authorization) {
        Matcher parts = ACS3.matcher(authorization.strip());
        if (!parts.matches()) {
            throw ApiError.bad(
                    "IncompleteSignature",
                    "the header Authorization has the form " + ApiSignature.ACS3
                            + " Credential=<AccessKeyId>,SignedHeaders=<names>,Signature=<64 hexadecimal digits>");
        }
        String id = parts.group(1);
        Signing key = key(id, request.header("x-acs-security-token"));
        List<String> names = Arrays.asList(parts.group(2).split(";", -1));
        for (String name : List.of("host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce")) {
            if (!names.contains(name)) {
                throw ApiError.bad("IncompleteSignature", "the signature does not cover the header " + name);
            }
        }
        String hash = ApiSignature.sha256Hex(request.body());
        if (!ApiSignature.matches(hash, request.header("x-acs-content-sha256"))) {
            throw ApiError.bad(
                    "SignatureDoesNotMatch", "x-acs-content-sha256 is not the SHA-256 of the body, which is " + hash);
        }
        String text = ApiSignature.acs3Text(
                request.method(), request.path(), parameters.ofQuery(), names, request::header, hash);
        compare(ApiSignature.acs3(key.secret(), text), parts.group(3), text);
        fresh(request.header("x-acs-date"), "x-acs-date");
        once(id, request.header("x-acs-signature-nonce"), "x-acs-signature-nonce");
        return key.account();
    }

    /// @param secret with which requests are signed: that of the account, or of a temporary key of it
    private record Signing(AccessKey account, String secret) {}

    private Signing key(String id, String securityToken) {
        if (securityToken.isEmpty()) {
            AccessKey account = account(id);
            return new Signing(account, account.secret());
        }
        TemporaryKeys.Opened opened;
        try {
            opened = temporary.open(id, securityToken);
        } catch (SecretException _) {
            throw ApiError.bad(
                    "CheckAccountInfoFailed", "the SecurityToken cannot be read, or is not that of this AccessKeyId");
        }
        if (temporary.isExpired(opened)) {
            throw ApiError.bad(
                    "InvalidSecurityToken.Expired",
                    "the SecurityToken expired at " + Instant.ofEpochMilli(opened.expires()));
        }
        AccessKey account = account(opened.source());
        if (!opened.isOf(account)) {
            throw ApiError.notFound(
                    "InvalidAccessKeyId.NotFound", "the AccessKey that this temporary key was made from is gone");
        }
        return new Signing(account, opened.secret());
    }

    private AccessKey account(String id) {
        AccessKey key = keys.apply(id);
        if (key == null) {
            throw ApiError.notFound("InvalidAccessKeyId.NotFound", "there is no such AccessKeyId");
        }
        if (!key.enabled()) {
            throw ApiError.forbidden("InvalidAccessKeyId.Inactive", "the AccessKeyId is switched off");
        }
        return key;
    }

    private static void compare(String right, String given, String text) {
        if (!ApiSignature.matches(right, given)) {
            throw ApiError.bad(
                    "SignatureDoesNotMatch",
                    "the signature is not that of this AccessKeyId; the server signed: " + text);
        }
    }

    private void fresh(String time, String name) {
        long millis;
        try {
            millis = DateTimeFormatter.ISO_INSTANT.parse(time, Instant::from).toEpochMilli();
        } catch (DateTimeException _) {
            throw ApiError.bad("InvalidTimeStamp.Format", name + " is like 2026-11-29T12:00:00Z, not " + time);
        }
        long now = clock.wallMillis();
        if (Math.abs(now - millis) > CLOCK_MILLIS) {
            throw ApiError.bad(
                    "InvalidTimeStamp.Expired",
                    name + " is more than 15 minutes from the clock of this server, which says "
                            + Instant.ofEpochMilli(now));
        }
    }

    private void once(String account, String nonce, String name) {
        if (nonce.isEmpty() || nonce.length() > LONGEST_NONCE) {
            throw ApiError.bad("InvalidNonce", name + " has 1 to " + LONGEST_NONCE + " characters");
        }
        switch (nonces.add(account, nonce)) {
            case FIRST -> {}
            case AGAIN ->
                throw ApiError.bad("SignatureNonceUsed", name + " was used before: use another for each call");
            case FULL ->
                throw ApiError.internal(
                        "SystemOverFlow", "too many calls in half an hour to keep their nonces; call later");
        }
    }
}
