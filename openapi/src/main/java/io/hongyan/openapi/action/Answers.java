package io.hongyan.openapi.action;

import java.util.List;
import java.util.function.Function;

/// Answers that several actions have.
final class Answers {
    static final int OK = 200;
    static final String SUCCESS = "operation success.";

    private Answers() {}

    /// One page of all that there is.
    ///
    /// @param pageNo from 1
    static <T, V> List<V> page(List<T> all, int pageNo, int pageSize, Function<T, V> view) {
        return all.stream()
                .skip((pageNo - 1L) * pageSize)
                .limit(pageSize)
                .map(view)
                .toList();
    }

    /// Nothing but the id of the request.
    record Empty() {}

    /// The form of the newer actions.
    record Done(int code, String message, boolean success) {
        static Done done() {
            return new Done(OK, SUCCESS, true);
        }
    }
}
