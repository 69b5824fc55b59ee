package io.hongyan.openapi;

import java.util.Map;

/// Is told of every call that changes something, or tried to.
@FunctionalInterface
public interface ChangeLog {
    /// @param account the AccessKey id
    /// @param details parameters, without secrets
    /// @param status of the answer
    /// @param why empty when it was done
    void record(String account, String address, String action, Map<String, String> details, int status, String why);
}
