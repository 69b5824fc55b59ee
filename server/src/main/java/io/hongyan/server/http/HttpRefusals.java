package io.hongyan.server.http;

import java.util.List;
import java.util.Objects;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.jspecify.annotations.Nullable;

/// Requests that no handler gets: those that Jetty refuses, in the form of all errors, and those that it takes although
/// two programs in a row may understand them in two ways, or that are too large.
final class HttpRefusals {
    /// For the headers, of what a head may have.
    private static final int HEADER_BYTES = 16 << 10;

    private HttpRefusals() {}

    /// Why a request is refused whose head is there; null when it is not.
    static @Nullable Response of(org.eclipse.jetty.server.Request request, HttpLimits limits) {
        HttpURI uri = request.getHttpURI();
        int most = limits.headBytes() - HEADER_BYTES;
        if (length(uri.getPath()) + length(uri.getQuery()) > most) {
            return refusal(HttpStatus.URI_TOO_LONG_414, "the path and the query have at most " + most + " bytes");
        }
        if (uri.getFragment() != null) {
            return refusal(HttpStatus.BAD_REQUEST_400, "a request has no fragment; a # itself is %23");
        }
        HttpFields headers = request.getHeaders();
        if (headers.getValuesList(HttpHeader.AUTHORIZATION).size() > 1) {
            return refusal(HttpStatus.BAD_REQUEST_400, "a request has one header authorization at most");
        }
        List<String> codings = headers.getValuesList(HttpHeader.TRANSFER_ENCODING);
        boolean old = request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_0;
        if (old && !codings.isEmpty()) {
            return refusal(HttpStatus.BAD_REQUEST_400, "HTTP/1.0 has no Transfer-Encoding");
        }
        if (!codings.isEmpty() && !HttpHeaderValue.CHUNKED.is(String.join(",", codings))) {
            return refusal(HttpStatus.NOT_IMPLEMENTED_501, "the only Transfer-Encoding served is chunked");
        }
        return request.getLength() > limits.bodyBytes() ? tooLong(limits) : null;
    }

    private static int length(@Nullable String part) {
        return part == null ? 0 : part.length();
    }

    static Response tooLong(HttpLimits limits) {
        return refusal(HttpStatus.PAYLOAD_TOO_LARGE_413, "a body has at most " + limits.bodyBytes() + " bytes");
    }

    /// What Jetty wants an error page for.
    static Response error(org.eclipse.jetty.server.Request request, org.eclipse.jetty.server.Response response) {
        if (request.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof HttpException refusal) {
            return of(refusal);
        }
        Object why = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
        return refusal(response.getStatus(), why == null ? "refused" : why.toString());
    }

    static Response of(HttpException refusal) {
        int status = refusal.getCode();
        return status == HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 || status == HttpStatus.UPGRADE_REQUIRED_426
                ? refusal(HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505, "HTTP/1.1 and HTTP/1.0 are served here")
                : refusal(status, Objects.requireNonNullElse(refusal.getReason(), HttpStatus.getMessage(status)));
    }

    private static Response refusal(int status, String why) {
        String code = switch (status) {
            case HttpStatus.PAYLOAD_TOO_LARGE_413,
                    HttpStatus.URI_TOO_LONG_414,
                    HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 -> "too-large";
            case HttpStatus.EXPECTATION_FAILED_417,
                    HttpStatus.NOT_IMPLEMENTED_501,
                    HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 -> "not-supported";
            case HttpStatus.INTERNAL_SERVER_ERROR_500 -> "internal";
            default -> "bad-request";
        };
        return Response.error(status, code, why);
    }
}
