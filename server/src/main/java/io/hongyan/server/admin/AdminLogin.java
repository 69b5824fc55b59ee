package io.hongyan.server.admin;

import io.hongyan.server.http.Request;
import org.jspecify.annotations.Nullable;

/// Another way than a key to show who one is, such as a session of the console. Any thread.
@FunctionalInterface
public interface AdminLogin {
    /// @return null when the request does not show it in this way
    /// @throws AdminRefusal when it does, and nothing may be done by it yet
    @Nullable
    AdminCaller caller(Request request);
}
