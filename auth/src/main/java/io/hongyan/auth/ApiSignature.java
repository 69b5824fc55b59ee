package io.hongyan.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// The signatures of requests to the cloud's OpenAPI: the older one of its RPC style (HMAC-SHA1 over all parameters)
/// and ACS3-HMAC-SHA256 (over request line, headers and body). Both cover decoded parameters, encoded again in one
/// form, since libraries differ in how they encode them on the wire.
public final class ApiSignature {
    /// The name of the newer signature, with which its header begins.
    public static final String ACS3 = "ACS3-HMAC-SHA256";

    private ApiSignature() {}

    /// The text that the older signature covers.
    ///
    /// @param method `GET` or `POST`
    /// @param parameters those of the query and of a form, decoded, without `Signature`
    public static String rpcText(String method, Map<String, String> parameters) {
        return method + "&" + PercentEncoding.encode("/") + "&" + PercentEncoding.encode(query(parameters));
    }

    /// The older signature, in Base64.
    ///
    /// @param secret of the AccessKey, not empty
    /// @param text of [#rpcText]
    public static String rpc(String secret, String text) {
        byte[] signature = Hmac.sha1(Hmac.sha1Key(secret + "&"), text.getBytes(UTF_8));
        return Base64.getEncoder().encodeToString(signature);
    }

    /// The parameters of a query in the one form that is signed: sorted by name and encoded.
    public static String query(Map<String, String> parameters) {
        return new TreeMap<>(parameters)
                .entrySet().stream()
                        .map(each ->
                                PercentEncoding.encode(each.getKey()) + "=" + PercentEncoding.encode(each.getValue()))
                        .collect(Collectors.joining("&"));
    }

    /// The text that the newer signature covers.
    ///
    /// @param path as it was sent
    /// @param query decoded parameters of the query, not those of a form
    /// @param signedHeaders names in lower case and sorted, as the header `Authorization` lists them
    /// @param header gives the value of a header by its name in lower case
    /// @param bodyHash of [#sha256Hex], over the body
    public static String acs3Text(
            String method,
            String path,
            Map<String, String> query,
            List<String> signedHeaders,
            UnaryOperator<String> header,
            String bodyHash) {
        StringBuilder request = new StringBuilder(method)
                .append('\n')
                .append(path)
                .append('\n')
                .append(query(query))
                .append('\n');
        for (String name : signedHeaders) {
            request.append(name).append(':').append(header.apply(name).strip()).append('\n');
        }
        request.append('\n')
                .append(String.join(";", signedHeaders))
                .append('\n')
                .append(bodyHash);
        return ACS3 + "\n" + sha256Hex(request.toString().getBytes(UTF_8));
    }

    /// The newer signature, in hexadecimal digits.
    ///
    /// @param secret of the AccessKey, not empty
    /// @param text of [#acs3Text]
    public static String acs3(String secret, String text) {
        byte[] signature = Hmac.sha256(Hmac.sha256Key(secret.getBytes(UTF_8)), text.getBytes(UTF_8));
        return HexFormat.of().formatHex(signature);
    }

    /// SHA-256 in hexadecimal digits of lower case.
    public static String sha256Hex(byte[] data) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// Whether two signatures are the same. Takes the same time for each wrong one.
    public static boolean matches(String right, String given) {
        return MessageDigest.isEqual(right.getBytes(UTF_8), given.getBytes(UTF_8));
    }
}
