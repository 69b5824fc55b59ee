package io.hongyan.openapi.action;

import io.hongyan.cloud.custom.Page;
import io.hongyan.cloud.record.IdentityType;
import io.hongyan.openapi.action.Answers.Done;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the actions of custom authentication have in common.
final class CustomAuthText {
    static final String EXISTS = "CustomAuthAlreadyExists";
    static final String MISSING = "CustomAuthNotFound";
    static final String FULL = "Customauth.over.capacity";

    private CustomAuthText() {}

    static <I extends Record> Action<I, Done> changing(
            String name, String about, Class<I> input, Action.Body<I, Done> body) {
        return Action.changing(name, about, input, Done.class, body).refusing(EXISTS, MISSING, FULL);
    }

    static String plain(String name, String text) {
        if (text.indexOf('\0') >= 0) {
            throw ApiError.parameter(name, name + " does not hold U+0000");
        }
        return text;
    }

    static @Nullable IdentityType type(@Nullable String name) {
        return name == null ? null : IdentityType.valueOf(name);
    }

    static <T> Page<T> page(Supplier<Page<T>> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException _) {
            throw wrongToken();
        }
    }

    static ApiError wrongToken() {
        return ApiError.parameter("NextToken", "NextToken is not one of an answer");
    }

    static Done done(boolean was, String code, String otherwise) {
        if (!was) {
            throw ApiError.bad(code, otherwise);
        }
        return Done.done();
    }
}
