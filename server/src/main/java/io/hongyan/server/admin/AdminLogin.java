package io.hongyan.server.admin;

import io.hongyan.server.http.Request;
import org.jspecify.annotations.Nullable;

/// Another way than a key to show who one is, such as a session of the console. Any thread.
public interface AdminLogin {
    /// @return null when the request does not show it in this way
    /// @throws AdminRefusal when it does, and nothing may be done by it yet
    @Nullable
    AdminCaller caller(Request request);

    /// Whether a caller may go on reading an answer to that request. It does not count as a request.
    boolean isStillIn(Request request);

    /// No other way.
    static AdminLogin none() {
        return new AdminLogin() {
            @Override
            public @Nullable AdminCaller caller(Request request) {
                return null;
            }

            @Override
            public boolean isStillIn(Request request) {
                return false;
            }
        };
    }
}
