package io.hongyan.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.message.Clock;
import io.hongyan.server.data.PrivateFiles;
import io.hongyan.server.event.LogRateLimiter;
import io.hongyan.server.json.Json;
import io.hongyan.server.log.EventLine;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Records who changed what by the administration interface, from where, when, and with which result: as a line of the
/// log, and as a line of JSON in `audit.log` of the data folder. A full file becomes `audit.log.previous`. Any thread.
public final class AuditLog {
    static final String NAME = "audit.log";
    private static final System.Logger LOG = System.getLogger(AuditLog.class.getName());
    private static final EventLine LINES = new EventLine("io.hongyan.audit");
    private static final long MOST_BYTES = 16L << 20;
    private static final int STRANGERS_PER_SECOND = 5;

    private final Path file;
    private final Clock clock;
    private final LogRateLimiter strangers = new LogRateLimiter(STRANGERS_PER_SECOND);

    /// @param folder the data folder
    public AuditLog(Path folder, Clock clock) {
        this.file = folder.resolve(NAME);
        this.clock = clock;
    }

    /// One request that changed something, or was to.
    ///
    /// @param what method and path
    /// @param details names in the request and the answer, nothing secret
    /// @param status of the answer
    /// @param why of a refusal, else empty
    public void record(AdminHolder who, String from, String what, Map<String, Object> details, int status, String why) {
        Map<String, Object> fields = fields(who.name(), from, what, status, why);
        fields.put("role", who.role().name().toLowerCase(Locale.ROOT));
        if (!details.isEmpty()) {
            fields.put("details", details);
        }
        String result = status < 300 ? "done" : "refused (" + status + "): " + why;
        LINES.write(
                status < 300 ? Level.INFO : Level.WARNING,
                who.name() + " from " + from + ": " + what + (details.isEmpty() ? "" : " " + Json.line(details)) + ": "
                        + result,
                fields);
        append(Json.line(fields) + "\n");
    }

    /// A request without a key that is known. A flood of them is no flood of lines, and none in the file.
    public void stranger(String from, String what) {
        if (strangers.admit(clock.steadyMillis() / 1000)) {
            String why = "no key, or a wrong one";
            LINES.write(
                    Level.WARNING,
                    "somebody from " + from + ": " + what + ": refused (401): " + why,
                    fields("", from, what, 401, why));
        }
    }

    private Map<String, Object> fields(String who, String from, String what, int status, String why) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("event", "administration");
        fields.put("at", Instant.ofEpochMilli(clock.wallMillis()).toString());
        fields.put("who", who);
        fields.put("address", from);
        fields.put("what", what);
        fields.put("status", status);
        if (!why.isEmpty()) {
            fields.put("why", why);
        }
        return fields;
    }

    private synchronized void append(String line) {
        try {
            if (!Files.exists(file)) {
                PrivateFiles.write(file, "");
            } else if (Files.size(file) > MOST_BYTES) {
                Files.move(file, file.resolveSibling(NAME + ".previous"), StandardCopyOption.REPLACE_EXISTING);
                PrivateFiles.write(file, "");
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
                channel.write(ByteBuffer.wrap(line.getBytes(UTF_8)));
                channel.force(false);
            }
        } catch (IOException e) {
            LOG.log(Level.ERROR, file + " cannot be written; the line is in the log alone", e);
        }
    }
}
