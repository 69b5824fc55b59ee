package io.hongyan.openapi.action;

import org.jspecify.annotations.Nullable;

/// A tag as it comes in: `Tag.1.Key` and `Tag.1.Value`.
public record Tag(
        @Parameter(value = "Key of the tag", longest = 128, example = "env")
        String key,

        @Parameter(value = "Value of the tag", required = false, longest = 128, example = "test") @Nullable
        String value) {}
