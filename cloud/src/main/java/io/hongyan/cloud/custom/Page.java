package io.hongyan.cloud.custom;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Items and where the next page begins.
///
/// @param next opaque; null at the end
public record Page<T>(List<T> items, @Nullable String next) {}
