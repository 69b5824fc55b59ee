package io.hongyan.server.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.message.Clock;
import io.hongyan.server.admin.AdminCaller;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who is logged in. A session ends half an hour after its last request, twelve hours after its login, with a restart,
/// and when its account is changed. Only a digest of what the browser holds is kept. Any thread.
final class ConsoleSessions {
    static final Duration IDLE = Duration.ofMinutes(30);
    static final Duration LONGEST = Duration.ofHours(12);
    private static final int MOST = 10_000;
    private static final int TOKEN_BYTES = 32;

    private final Clock clock;
    private final SecureRandom random;
    /// By digest, the oldest login first.
    private final Map<String, Session> sessions = new LinkedHashMap<>();

    /// Whose a session is.
    ///
    /// @param account its name, for somebody of this service
    /// @param guest who it is and may do what, for somebody of an OpenID provider; null = somebody of this service
    record Visitor(String account, @Nullable AdminCaller guest) {}

    private record Session(Visitor visitor, long begun, long used) {}

    ConsoleSessions(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /// @return what the browser is to show; always another one, so that nobody can choose it for somebody else
    String begin(String account) {
        return begin(new Visitor(account, null));
    }

    /// The same for somebody of an OpenID provider.
    String begin(AdminCaller guest) {
        return begin(new Visitor(guest.name(), guest));
    }

    private String begin(Visitor visitor) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        long now = clock.steadyMillis();
        synchronized (this) {
            sessions.values().removeIf(each -> isOver(each, now));
            while (sessions.size() >= MOST) {
                sessions.remove(sessions.keySet().iterator().next());
            }
            sessions.put(digest(token), new Session(visitor, now, now));
        }
        return token;
    }

    /// Whose session this is; it counts as used.
    synchronized Optional<Visitor> visitor(String token) {
        String digest = digest(token);
        Session session = sessions.get(digest);
        long now = clock.steadyMillis();
        if (session == null || isOver(session, now)) {
            sessions.remove(digest);
            return Optional.empty();
        }
        sessions.replace(digest, new Session(session.visitor(), session.begun(), now));
        return Optional.of(session.visitor());
    }

    /// Whether there is such a session. It does not count as used.
    synchronized boolean isOpen(String token) {
        Session session = sessions.get(digest(token));
        return session != null && !isOver(session, clock.steadyMillis());
    }

    private static boolean isOver(Session session, long now) {
        return now - session.used() >= IDLE.toMillis() || now - session.begun() >= LONGEST.toMillis();
    }

    synchronized void end(String token) {
        sessions.remove(digest(token));
    }

    /// Ends all of an account.
    synchronized void endAll(String account) {
        sessions.values().removeIf(each -> each.visitor().account().equals(account));
    }

    synchronized int count() {
        long now = clock.steadyMillis();
        sessions.values().removeIf(each -> isOver(each, now));
        return sessions.size();
    }

    private static String digest(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
