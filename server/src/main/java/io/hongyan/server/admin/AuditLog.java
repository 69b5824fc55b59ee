package io.hongyan.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.message.Clock;
import io.hongyan.server.config.AdminConfig;
import io.hongyan.server.data.PrivateFiles;
import io.hongyan.server.json.Json;
import io.hongyan.server.log.EventLine;
import io.hongyan.server.log.LogEscaper;
import io.hongyan.transport.AddressText;
import io.hongyan.transport.FileReason;
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
import java.util.Map;

/// Records who changed what by the administration interface, from where, when, and with which result, and who was
/// refused for want of a key: as a line of the log, and as a line of JSON in `audit.log` of the data folder. A full
/// file becomes `audit.log.previous`. Any thread.
public final class AuditLog implements AutoCloseable {
    static final String NAME = "audit.log";
    private static final System.Logger LOG = System.getLogger(AuditLog.class.getName());
    private static final EventLine LINES = new EventLine("io.hongyan.audit");
    private static final long MOST_BYTES = 16L << 20;
    /// Who sends no key, or none that is known; no holder has this name.
    private static final String SOMEBODY = AdminConfig.SOMEBODY;
    private static final String NO_KEY = "no key, or a wrong one";
    private static final String NOT_TOLD = "refused requests that were not told one by one";
    /// So many of one caller in ten seconds have lines of their own: a flood must not push others out of the file.
    private static final int REFUSALS_AT_ONCE = 20;
    private static final String LOCKED = "locked after too many failed logins";

    private final Path file;
    private final Clock clock;
    private final RefusedLogins logins = new RefusedLogins(1);
    private final RefusedLogins locked = new RefusedLogins(1);
    private final RefusedLogins refused = new RefusedLogins(REFUSALS_AT_ONCE);

    /// @param folder the data folder
    public AuditLog(Path folder, Clock clock) {
        this.file = folder.resolve(NAME);
        this.clock = clock;
    }

    /// One request that changed something, or was to. Many refused ones of one caller are told in a sum.
    ///
    /// @param what method and path
    /// @param details names in the request and the answer, nothing secret
    /// @param status of the answer
    /// @param why of a refusal, else empty
    public void record(AdminCaller who, String from, String what, Map<String, Object> details, int status, String why) {
        if (status >= 400 && !refused.isFirst(who.name())) {
            return;
        }
        Map<String, Object> fields = fields(who.name(), from, what, status, why);
        fields.put("role", who.role().word());
        if (!details.isEmpty()) {
            fields.put("details", details);
        }
        String result = status < 300 ? "done" : "refused (" + status + "): " + why;
        tell(
                status < 300 ? Level.INFO : Level.WARNING,
                who.name() + " from " + from + ": " + what + (details.isEmpty() ? "" : " " + Json.line(details)) + ": "
                        + result,
                fields);
    }

    /// One call of the cloud's APIs that changed something, or was to.
    ///
    /// @param account the AccessKey id
    /// @param details parameters, nothing secret
    /// @param why of a refusal, else empty
    public void api(String account, String from, String action, Map<String, String> details, int status, String why) {
        Map<String, Object> fields = fields("AccessKey " + LogEscaper.shortened(account), from, action, status, why);
        fields.put("details", details);
        String result = status < 300 ? "done" : "refused (" + status + "): " + why;
        tell(
                status < 300 ? Level.INFO : Level.WARNING,
                fields.get("who") + " from " + from + ": " + action + " " + Json.line(details) + ": " + result,
                fields);
    }

    /// Somebody logged in to the console, or was refused.
    ///
    /// @param account what was given as the name of one
    /// @param why of a refusal, else empty
    public void login(String account, String from, int status, String why) {
        String name = status < 300 ? account : SOMEBODY;
        String what = "log in to the console" + (status < 300 ? "" : " as " + LogEscaper.shortened(account));
        tell(
                status < 300 ? Level.INFO : Level.WARNING,
                name + " from " + from + ": " + what + (status < 300 ? ": done" : ": refused (" + status + "): " + why),
                fields(name, from, what, status, why));
    }

    /// Somebody logged in to the console by an OpenID provider.
    ///
    /// @param subject the provider's own name
    public void signOn(AdminCaller who, String subject, String from) {
        String what = "log in to the console";
        Map<String, Object> fields = fields(who.name(), from, what, 200, "");
        fields.put("role", who.role().word());
        fields.put("details", Map.of("subject", LogEscaper.shortened(subject)));
        tell(
                Level.INFO,
                who.name() + " from " + from + ": " + what + " as " + who.role().word() + ": done",
                fields);
    }

    /// Somebody who is logged in changed the own password, or was refused.
    ///
    /// @param why of a refusal, else empty
    public void password(String account, String from, int status, String why) {
        String what = "change the own password";
        tell(
                status < 300 ? Level.INFO : Level.WARNING,
                account + " from " + from + ": " + what
                        + (status < 300 ? ": done" : ": refused (" + status + "): " + why),
                fields(account, from, what, status, why));
    }

    /// A request without a key that is known, whatever it was for. A flood of them is neither one of lines nor one of
    /// records: the first of an address is told at once, the others in a sum.
    public void stranger(String from, String what) {
        if (logins.isFirst(AddressText.withoutPort(from))) {
            tell(
                    Level.WARNING,
                    SOMEBODY + " from " + from + ": " + what + ": refused (401): " + NO_KEY,
                    fields(SOMEBODY, from, what, 401, NO_KEY));
        }
    }

    /// Somebody tried to log in to the console, or to change the own password, while a lock forbade to try. A flood of
    /// that is told as one of requests without a key.
    ///
    /// @param account what was given as the name of one
    public void locked(String account, String from) {
        if (locked.isFirst(AddressText.withoutPort(from))) {
            String what = "try a password as " + LogEscaper.shortened(account);
            tell(
                    Level.WARNING,
                    SOMEBODY + " from " + from + ": " + what + ": refused (429): " + LOCKED,
                    fields(SOMEBODY, from, what, 429, LOCKED));
        }
    }

    /// Tells the sums of what was not told at once, every ten seconds. To be called about once a second.
    public void flush() {
        flush(clock.steadyMillis());
    }

    /// Tells all sums.
    @Override
    public void close() {
        flush(Long.MAX_VALUE - RefusedLogins.SUM_MILLIS);
    }

    private void flush(long now) {
        logins.take(now).forEach((from, more) -> more(SOMEBODY, from, more, "requests", 401, NO_KEY));
        locked.take(now).forEach((from, more) -> more(SOMEBODY, from, more, "tries of passwords", 429, LOCKED));
        refused.take(now).forEach((who, more) -> more(who, "", more, "requests", 403, NOT_TOLD));
    }

    /// @param from empty = several addresses, perhaps
    private void more(String who, String from, long more, String what, int status, String why) {
        Map<String, Object> fields = fields(who, from, what, status, why);
        fields.put("more", more);
        tell(
                Level.WARNING,
                who + (from.isEmpty() ? "" : " from " + from) + ": " + more + " more " + what + ": refused (" + status
                        + "): " + why,
                fields);
    }

    /// Requests without a key that is known, since the start.
    public long refusedLogins() {
        return logins.total();
    }

    /// Tries of passwords that a lock refused, since the start.
    public long lockedLogins() {
        return locked.total();
    }

    /// @param line may hold what a stranger sent
    private void tell(Level level, String line, Map<String, Object> fields) {
        LINES.write(level, LogEscaper.plain(line), fields);
        append(Json.line(fields) + "\n");
    }

    private Map<String, Object> fields(String who, String from, String what, int status, String why) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("event", "administration");
        fields.put("at", Instant.ofEpochMilli(clock.wallMillis()).toString());
        fields.put("who", who);
        fields.put("address", from);
        fields.put("what", LogEscaper.shortened(what));
        fields.put("status", status);
        if (!why.isEmpty()) {
            fields.put("why", why);
        }
        return fields;
    }

    /// The full file before this one.
    static Path previous(Path file) {
        return file.resolveSibling(NAME + ".previous");
    }

    /// All of it or, on a full disk, nothing: half a line would spoil the next one.
    private static void write(FileChannel channel, ByteBuffer line) throws IOException {
        long before = channel.size();
        try {
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(false);
        } catch (IOException e) {
            channel.truncate(before);
            throw e;
        }
    }

    private synchronized void append(String line) {
        try {
            if (!Files.exists(file)) {
                PrivateFiles.write(file, "");
            } else if (Files.size(file) > MOST_BYTES) {
                Files.move(file, previous(file), StandardCopyOption.REPLACE_EXISTING);
                PrivateFiles.write(file, "");
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
                write(channel, ByteBuffer.wrap(line.getBytes(UTF_8)));
            }
        } catch (IOException e) {
            LOG.log(
                    Level.ERROR,
                    "{0} cannot be written ({1}); the record is in the log alone",
                    file,
                    FileReason.withFile(e));
        }
    }
}
