package io.hongyan.openapi.old;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.auth.Hmac;
import io.hongyan.auth.Signature;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.openapi.request.Parameters;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The signature of the older APIs: Base64 of HMAC-SHA1 over some of the parameters, sorted by name, not encoded.
final class OldSignature {
    private OldSignature() {}

    /// Whether a request is signed with a key.
    ///
    /// @param signed names of the parameters that the signature covers
    static boolean matches(AccessKey key, Parameters parameters, List<String> signed) {
        return Signature.matches(
                Hmac.sha1Key(key.secret()),
                text(parameters, signed),
                parameters.text("signature").getBytes(UTF_8));
    }

    /// What is signed. Values with commas in them are lists, and sorted.
    static String text(Parameters parameters, List<String> signed) {
        return signed.stream()
                .sorted()
                .map(name -> name + "="
                        + Arrays.stream(parameters.text(name).split(",", -1))
                                .sorted()
                                .collect(Collectors.joining(",")))
                .collect(Collectors.joining("&"));
    }
}
