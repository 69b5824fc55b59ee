package io.hongyan.server.http;

import io.hongyan.transport.AddressText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;

/// One request and its answer: reads the body, has the handler answer on a thread of its own, writes the answer. Only
/// that thread may block; the rest runs on the one that reads from all connections.
final class HttpExchange {
    private static final System.Logger LOG = System.getLogger(HttpEndpoint.class.getName());

    private final EndpointParts parts;
    private final org.eclipse.jetty.server.Request request;
    private final org.eclipse.jetty.server.Response response;
    private final Callback callback;
    private final EndPoint endPoint;
    private final String from;
    private final long begun;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    HttpExchange(
            EndpointParts parts,
            org.eclipse.jetty.server.Request request,
            org.eclipse.jetty.server.Response response,
            Callback callback) {
        this.parts = parts;
        this.begun = parts.clock().steadyMillis();
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.endPoint = below(request.getConnectionMetaData().getConnection().getEndPoint());
        this.from = from(endPoint);
    }

    /// The one of the socket, below that of TLS.
    private static EndPoint below(EndPoint endPoint) {
        EndPoint lowest = endPoint;
        while (lowest instanceof EndPoint.Wrapper above) {
            lowest = above.unwrap();
        }
        return lowest;
    }

    /// The head of the request is there.
    void begin() {
        Response refusal = HttpRefusals.of(request, parts.limits());
        if (refusal != null) {
            refuse(refusal);
        } else {
            read();
        }
    }

    private void read() {
        while (true) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(Invocable.from(Invocable.InvocationType.NON_BLOCKING, this::read));
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                broken(chunk.getFailure());
                return;
            }
            boolean last = chunk.isLast();
            body.writeBytes(bytes(chunk));
            chunk.release();
            if (body.size() > parts.limits().bodyBytes()) {
                refuse(HttpRefusals.tooLong(parts.limits()));
                return;
            }
            if (last) {
                whole();
                return;
            }
        }
    }

    static byte[] bytes(Content.Chunk chunk) {
        byte[] bytes = new byte[chunk.remaining()];
        chunk.get(bytes, 0, bytes.length);
        return bytes;
    }

    private void broken(Throwable fault) {
        if (fault instanceof HttpException refusal) {
            refuse(HttpRefusals.of(refusal));
        } else {
            callback.failed(quiet(fault)); // the client has left, or took too long
        }
    }

    /// What Jetty need not log.
    private static Throwable quiet(Throwable fault) {
        return new QuietException.RuntimeException(fault);
    }

    private void whole() {
        parts.connections().begin(endPoint);
        try {
            parts.threads().execute(this::answer);
        } catch (RejectedExecutionException stopping) {
            callback.failed(quiet(stopping));
        }
    }

    private void answer() {
        Response answer = answered();
        Pieces pieces = answer.pieces();
        if (pieces == null) {
            write(answer, false);
        } else {
            write(answer, pieces);
        }
    }

    private Response answered() {
        HttpURI uri = request.getHttpURI();
        String path = Objects.requireNonNullElse(uri.getPath(), "");
        try {
            String target = uri.getQuery() == null ? path : path + "?" + uri.getQuery();
            return parts.handler().answer(Request.of(request.getMethod(), target, headers(), body.toByteArray(), from));
        } catch (IllegalArgumentException e) {
            return Response.error(HttpStatus.BAD_REQUEST_400, "bad-request", String.valueOf(e.getMessage()));
        } catch (Throwable e) { // whatever it is, it ends this request and no other
            LOG.log(Level.ERROR, "a request failed: " + request.getMethod() + " " + path, e);
            return Response.error(
                    HttpStatus.INTERNAL_SERVER_ERROR_500, "internal", "a fault of the server; its log has more");
        }
    }

    private Headers headers() {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            values.computeIfAbsent(field.getName(), _ -> new ArrayList<>())
                    .add(Objects.requireNonNullElse(field.getValue(), ""));
        }
        return new Headers(values);
    }

    /// Who has left has no address any more.
    private static String from(EndPoint endPoint) {
        return endPoint.getRemoteSocketAddress() instanceof InetSocketAddress address ? AddressText.of(address) : "";
    }

    /// Answers a request that no handler gets to see. It is the last one of its connection.
    void refuse(Response refusal) {
        parts.connections().refuse();
        write(refusal, true);
    }

    /// It is the last answer of its connection: what the client sends meanwhile is not read as a request.
    private void write(Response answer, Pieces pieces) {
        HttpFields.Mutable fields = head(answer).put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
        if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1) {
            fields.put(HttpHeader.TRANSFER_ENCODING, HttpHeaderValue.CHUNKED.asString()); // an end that is one is seen
        }
        EndPoint decrypted = request.getConnectionMetaData().getConnection().getEndPoint();
        long bytes;
        try (pieces) {
            bytes = new PieceWriter(parts.connections(), endPoint, decrypted, response).write(pieces);
        } catch (IOException gone) {
            callback.failed(quiet(gone));
            return;
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "an answer ended before its time", e);
            callback.failed(quiet(e));
            return;
        }
        log(answer, bytes);
        parts.connections().linger(endPoint);
        callback.succeeded();
    }

    private HttpFields.Mutable head(Response answer) {
        response.setStatus(answer.status());
        HttpFields.Mutable fields = response.getHeaders();
        fields.put(HttpHeader.CACHE_CONTROL, "no-store");
        if (!answer.type().isEmpty()) {
            fields.put(HttpHeader.CONTENT_TYPE, answer.type());
        }
        answer.headers().forEach(fields::put);
        return fields;
    }

    private void write(Response answer, boolean refused) {
        parts.connections().answer(endPoint);
        HttpFields.Mutable fields = head(answer);
        if (!HttpStatus.hasNoBody(answer.status())) {
            fields.put(HttpHeader.CONTENT_LENGTH, answer.body().length);
        }
        boolean last = refused
                || parts.connections().ending()
                || !request.getConnectionMetaData().isPersistent();
        if (last) {
            fields.put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
        }
        response.write(
                true,
                ByteBuffer.wrap(answer.body()),
                Callback.from(
                        Invocable.InvocationType.NON_BLOCKING, () -> written(answer, refused, last), callback::failed));
    }

    private void written(Response answer, boolean refused, boolean last) {
        log(answer, answer.body().length);
        if (last) {
            parts.connections().linger(endPoint);
        } else {
            parts.connections().end(endPoint);
        }
        if (refused && !request.getHeaders().contains(HttpHeader.EXPECT)) {
            discard();
        } else {
            callback.succeeded();
        }
    }

    /// Takes what is left of a body that was refused.
    private void discard() {
        while (true) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(Invocable.from(Invocable.InvocationType.NON_BLOCKING, this::discard));
                return;
            }
            boolean over = chunk.isLast() || Content.Chunk.isFailure(chunk);
            chunk.release();
            if (over) {
                callback.succeeded();
                return;
            }
        }
    }

    private void log(Response answer, long bytes) {
        HttpURI uri = request.getHttpURI();
        AccessLog.write(
                from,
                request.getMethod(),
                Objects.requireNonNullElse(uri.getPath(), ""),
                Objects.requireNonNullElse(uri.getQuery(), ""),
                answer.status(),
                bytes,
                parts.clock().steadyMillis() - begun);
    }
}
