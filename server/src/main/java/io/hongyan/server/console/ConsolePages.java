package io.hongyan.server.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.server.http.Handler;
import io.hongyan.server.http.Request;
import io.hongyan.server.http.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// The pages of the console, from the class path: compressed when they were built, and sent so to whoever takes that.
/// Files with a digest in their names may be kept for ever, the page that names them is asked for each time. A path
/// below `/console/` that is no file is one of the pages' own addresses, and gets the page. Any thread.
final class ConsolePages implements Handler {
    /// Scripts and styles of this origin alone, nothing inline, no frames, nobody else's.
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " font-src 'self'; connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'";

    private static final String FOLDER = "io/hongyan/console/";
    private static final String PAGE = "index.html";
    private static final String ASSETS = "assets";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "json", "application/json",
            "woff2", "font/woff2");

    /// Whether the service was built with them.
    static boolean areThere() {
        return loader().getResource(FOLDER + PAGE + ".gz") != null;
    }

    /// The pages are in a jar of their own.
    private static ClassLoader loader() {
        return ConsolePages.class.getClassLoader();
    }

    @Override
    public Response answer(Request request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return Response.error(405, "method-not-allowed", "use GET or HEAD");
        }
        List<String> below = request.path().subList(1, request.path().size());
        boolean asset = !below.isEmpty() && below.getFirst().equals(ASSETS);
        byte[] file = file(below);
        if (file != null) {
            return secured(sent(request, below.getLast(), file, asset));
        }
        if (asset) {
            return secured(Response.error(404, "not-found", "no such file; reload the page"));
        }
        byte[] page = file(List.of(PAGE));
        return secured(
                page == null
                        ? Response.error(
                                404, "not-found", "this service was built without the console (-Dconsole.skip)")
                        : sent(request, PAGE, page, false));
    }

    private static byte @Nullable [] file(List<String> path) {
        if (path.isEmpty() || path.size() > 2 || !path.stream().allMatch(NAME.asMatchPredicate())) {
            return null;
        }
        try (InputStream in = loader().getResourceAsStream(FOLDER + String.join("/", path) + ".gz")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the console's files cannot be read", e);
        }
    }

    private static Response sent(Request request, String name, byte[] compressed, boolean forEver) {
        String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Cache-Control", forEver ? "public, max-age=31536000, immutable" : "no-cache");
        headers.put("Vary", "Accept-Encoding");
        boolean taken = request.headers().first("Accept-Encoding").contains("gzip");
        if (taken) {
            headers.put("Content-Encoding", "gzip");
        }
        return new Response(200, type, headers, taken ? compressed : inflated(compressed));
    }

    private static byte[] inflated(byte[] compressed) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the console's files are damaged", e);
        }
    }

    /// What every answer to a browser carries.
    static Response secured(Response response) {
        return response.with("Content-Security-Policy", POLICY)
                .with("X-Content-Type-Options", "nosniff")
                .with("X-Frame-Options", "DENY")
                .with("Referrer-Policy", "no-referrer")
                .with("Cross-Origin-Opener-Policy", "same-origin")
                .with("Cross-Origin-Resource-Policy", "same-origin");
    }

    /// To where a browser asks first.
    static Response redirect() {
        return secured(
                new Response(302, "text/plain; charset=utf-8", Map.of("Location", "/console/"), "".getBytes(UTF_8)));
    }
}
