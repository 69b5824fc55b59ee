package io.hongyan.cloud.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.auth.Hmac;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.topic.TopicFilter;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;

/// Encodes tokens as text. The text contains everything and is signed, so the server stores no issued tokens.
///
/// Base64 (URL alphabet, no padding) of: version (1 byte, 2), type (1; bit 0 reads, bit 1 writes), expiry (8,
/// big-endian milliseconds), creation of the instance (8, the same), number of resources (1); then id, instance,
/// AccessKey and the resources, each as length (2 bytes) and UTF-8; then HMAC-SHA256 (32) of everything before it.
final class TokenCodec {
    private static final byte VERSION = 2;
    private static final int MAC_BYTES = 32;
    private static final int HEAD_BYTES = 19;

    /// Longer texts are refused.
    static final int LONGEST = 1 << 16;

    private TokenCodec() {}

    /// The result of decoding.
    sealed interface Decoded {
        record Good(Token token) implements Decoded {}

        record Bad(TokenError error) implements Decoded {}
    }

    static String encode(Token token, SecretKeySpec key) {
        List<byte[]> texts = new ArrayList<>();
        texts.add(token.id().getBytes(UTF_8));
        texts.add(token.instance().getBytes(UTF_8));
        texts.add(token.accessKey().getBytes(UTF_8));
        token.resources().forEach(resource -> texts.add(resource.utf8()));
        int size = HEAD_BYTES + texts.stream().mapToInt(text -> 2 + text.length).sum();
        ByteBuffer body = ByteBuffer.allocate(size);
        body.put(VERSION);
        body.put((byte) token.type().bits());
        body.putLong(token.expiresAt());
        body.putLong(token.instanceSince());
        body.put((byte) token.resources().size());
        texts.forEach(text -> body.putShort((short) text.length).put(text));
        byte[] mac = Hmac.sha256(key, body.array());
        byte[] all = Arrays.copyOf(body.array(), size + MAC_BYTES);
        System.arraycopy(mac, 0, all, size, MAC_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    static Decoded decode(String text, SecretKeySpec key) {
        if (text.length() > LONGEST || text.indexOf('=') >= 0) { // the decoder would accept padding
            return new Decoded.Bad(TokenError.FORGED);
        }
        byte[] all;
        try {
            all = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new Decoded.Bad(TokenError.FORGED);
        }
        int size = all.length - MAC_BYTES;
        if (size < HEAD_BYTES || all[0] != VERSION) {
            return new Decoded.Bad(TokenError.FORGED);
        }
        byte[] right = Hmac.sha256(key, Arrays.copyOf(all, size));
        if (!MessageDigest.isEqual(right, Arrays.copyOfRange(all, size, all.length))) {
            return new Decoded.Bad(TokenError.BAD_SIGNATURE);
        }
        try {
            return new Decoded.Good(body(ByteBuffer.wrap(all, 1, size - 1)));
        } catch (BufferUnderflowException | IllegalArgumentException | ProtocolException e) {
            return new Decoded.Bad(TokenError.FORGED);
        }
    }

    private static Token body(ByteBuffer in) {
        TokenType type = TokenType.ofBits(in.get());
        long expiresAt = in.getLong();
        long instanceSince = in.getLong();
        int count = in.get();
        String id = text(in);
        String instance = text(in);
        String accessKey = text(in);
        List<TopicFilter> resources = new ArrayList<>(Math.max(0, count));
        for (int i = 0; i < count; i++) {
            resources.add(TopicFilter.parse(text(in)));
        }
        return new Token(id, instance, instanceSince, accessKey, type, resources, expiresAt);
    }

    private static String text(ByteBuffer in) {
        byte[] utf8 = new byte[in.getShort() & 0xffff];
        in.get(utf8);
        return new String(utf8, UTF_8);
    }
}
