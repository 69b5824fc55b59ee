package io.hongyan.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads requests of HTTP/1.1 and HTTP/1.0, and marks those as failed by a [RefusedRequestException] that Netty takes
/// although two programs in a row may understand them in two ways (RFC 9112): of another version (chapter 2.3), with a
/// header over several lines (5.2), without a host or with two (3.2), with two logins, with a length and chunks (6.3),
/// with a transfer coding other than chunks (6.1). Nothing may follow a request, neither a body nor anything else.
public final class StrictRequestDecoder extends HttpRequestDecoder {
    private static final int BAD_REQUEST = HttpResponseStatus.BAD_REQUEST.code();
    private static final int NOT_IMPLEMENTED = HttpResponseStatus.NOT_IMPLEMENTED.code();
    private static final int OTHER_VERSION = HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED.code();

    private boolean inHeaders; // the request line is done
    private boolean inBody;
    private boolean folded;

    public StrictRequestDecoder(int lineBytes, int headerBytes, int chunkBytes) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(lineBytes)
                .setMaxHeaderSize(headerBytes)
                .setMaxChunkSize(chunkBytes));
    }

    @Override
    protected HttpMessage createMessage(String[] line) throws Exception {
        HttpMessage message = super.createMessage(line);
        HttpVersion version = message.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            throw new RefusedRequestException(OTHER_VERSION, "HTTP/1.1 is served here, not " + version);
        }
        inHeaders = true;
        return message;
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new RefusedRequestException(BAD_REQUEST, "a request has Content-Length or Transfer-Encoding, not both");
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        folded |= !inBody && folded(in);
        int before = out.size();
        super.decode(context, in, out);
        for (Object part : out.subList(before, out.size())) {
            if (part instanceof HttpRequest request) {
                inHeaders = false;
                inBody = true;
                check(request, in);
                folded = false;
            }
            if (part instanceof LastHttpContent) {
                inBody = false;
            }
        }
    }

    /// Whether a line of the headers begins with white space, looked for from where Netty has read to, which is the
    /// begin of a line.
    private boolean folded(ByteBuf in) {
        int at = in.readerIndex();
        int end = in.writerIndex();
        if (!inHeaders) {
            while (at < end && skipped(in.getByte(at))) {
                at++;
            }
            at = nextLine(in, at);
        }
        while (at < end) {
            byte first = in.getByte(at);
            if (first == ' ' || first == '\t') {
                return true;
            }
            if (first == '\r' || first == '\n') {
                return false;
            }
            at = nextLine(in, at);
        }
        return false;
    }

    /// What Netty skips before the request line.
    private static boolean skipped(byte one) {
        return one == ' ' || Character.isISOControl(one);
    }

    private static int nextLine(ByteBuf in, int at) {
        int end = in.indexOf(at, in.writerIndex(), (byte) '\n');
        return end < 0 ? in.writerIndex() : end + 1;
    }

    private void check(HttpRequest request, ByteBuf behind) {
        if (request.decoderResult().isFailure()) {
            return;
        }
        RefusedRequestException refusal = refusal(request);
        if (refusal == null) {
            refusal = followed(request, behind);
        }
        if (refusal != null) {
            request.setDecoderResult(DecoderResult.failure(refusal));
        }
    }

    private @Nullable RefusedRequestException refusal(HttpRequest request) {
        HttpHeaders headers = request.headers();
        boolean old = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        if (folded) {
            return new RefusedRequestException(BAD_REQUEST, "no header may go on in the next line");
        }
        int hosts = headers.getAll(HttpHeaderNames.HOST).size();
        if (hosts > 1 || (hosts == 0 && !old)) {
            return new RefusedRequestException(BAD_REQUEST, "a request has one header Host, not " + hosts);
        }
        if (headers.getAll(HttpHeaderNames.AUTHORIZATION).size() > 1) {
            return new RefusedRequestException(BAD_REQUEST, "a request has one header authorization at most");
        }
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (old && !codings.isEmpty()) {
            return new RefusedRequestException(BAD_REQUEST, "HTTP/1.0 has no Transfer-Encoding");
        }
        if (!codings.isEmpty() && !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(String.join(",", codings))) {
            return new RefusedRequestException(NOT_IMPLEMENTED, "the only Transfer-Encoding served is chunked");
        }
        return null;
    }

    private static @Nullable RefusedRequestException followed(HttpRequest request, ByteBuf behind) {
        HttpHeaders headers = request.headers();
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH, "0");
        if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING) || !length.equals("0")) {
            return new RefusedRequestException(BAD_REQUEST, "a request has no body here");
        }
        if (behind.isReadable()) {
            return new RefusedRequestException(
                    BAD_REQUEST, "send nothing behind a request, but wait for the answer to it");
        }
        return null;
    }
}
