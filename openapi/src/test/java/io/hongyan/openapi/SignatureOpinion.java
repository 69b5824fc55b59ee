package io.hongyan.openapi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.openapi.request.ApiRequest;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A second opinion on what a request says and whether it is signed with a secret, which has nothing in common with
/// the code that it judges.
///
/// @param right whether the signature is that of the secret
/// @param says what the signature covers; two requests that say the same do the same
record SignatureOpinion(boolean right, String says) {
    private static final Map<String, List<String>> OLD = Map.of(
            "/token/apply", List.of("actions", "expireTime", "instanceId", "resources", "serviceName"),
            "/token/query", List.of("token"),
            "/token/revoke", List.of("token"),
            "/route/clientId/get", List.of("accessKey", "instanceId", "resource", "timestamp"));

    static SignatureOpinion of(ApiRequest request, String id, String secret) {
        try {
            if (OLD.containsKey(request.path())) {
                return old(request, id, secret);
            }
            return request.header("authorization").isEmpty() ? rpc(request, id, secret) : acs3(request, id, secret);
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) { // what cannot be decoded
            return new SignatureOpinion(false, "");
        }
    }

    private static TreeMap<String, String> decoded(String... texts) {
        TreeMap<String, String> all = new TreeMap<>();
        for (String text : texts) {
            for (String pair : text.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                all.put(
                        URLDecoder.decode(parts[0], UTF_8),
                        parts.length == 1 ? "" : URLDecoder.decode(parts[1], UTF_8));
            }
        }
        all.remove("");
        return all;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static String joined(Map<String, String> sorted) {
        return sorted.entrySet().stream()
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static byte[] hmac(String algorithm, String secret, String text) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), algorithm));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SignatureOpinion rpc(ApiRequest request, String id, String secret) {
        TreeMap<String, String> all = decoded(request.query(), new String(request.body(), ISO_8859_1));
        String given = String.valueOf(all.remove("Signature"));
        String text = request.method() + "&%2F&" + encoded(joined(all));
        String wanted = Base64.getEncoder().encodeToString(hmac("HmacSHA1", secret + "&", text));
        return new SignatureOpinion(id.equals(all.get("AccessKeyId")) && given.equals(wanted), text);
    }

    private static SignatureOpinion acs3(ApiRequest request, String id, String secret) {
        String[] parts =
                request.header("authorization").strip().split("Credential=|, *SignedHeaders=|, *Signature=", -1);
        StringBuilder text = new StringBuilder(request.method() + "\n" + request.path() + "\n");
        text.append(joined(decoded(request.query()))).append('\n');
        for (String name : parts[2].split(";", -1)) {
            text.append(name).append(':').append(request.header(name).strip()).append('\n');
        }
        text.append('\n').append(parts[2]).append('\n').append(sha256(request.body()));
        String wanted = HexFormat.of()
                .formatHex(hmac(
                        "HmacSHA256",
                        secret,
                        "ACS3-HMAC-SHA256\n" + sha256(text.toString().getBytes(UTF_8))));
        return new SignatureOpinion(parts[1].equals(id) && parts[3].equals(wanted), text.toString());
    }

    private static SignatureOpinion old(ApiRequest request, String id, String secret) {
        TreeMap<String, String> all = decoded(request.query(), new String(request.body(), ISO_8859_1));
        String text = OLD.get(request.path()).stream()
                .map(name -> name + "=" + sorted(all.getOrDefault(name, "")))
                .collect(Collectors.joining("&"));
        String wanted = Base64.getEncoder().encodeToString(hmac("HmacSHA1", secret, text));
        boolean right = id.equals(all.get("accessKey")) && wanted.equals(all.get("signature"));
        return new SignatureOpinion(right, request.path() + "\n" + text);
    }

    private static String sorted(String list) {
        String[] items = list.split(",", -1);
        Arrays.sort(items);
        return String.join(",", items);
    }
}
