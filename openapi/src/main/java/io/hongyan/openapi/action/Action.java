package io.hongyan.openapi.action;

import io.hongyan.openapi.quota.Quota;
import java.util.List;
import java.util.Set;

/// One action of the OpenAPI.
///
/// @param name as it is called, such as `SendMessage`
/// @param about for the documentation, one sentence
/// @param input what it takes: a record whose components have a [Parameter]
/// @param output what it answers with; `RequestId` is added to each
/// @param quota how often it may be called
/// @param changes whether it changes something, and so is recorded
/// @param errors codes that it refuses with, besides those that every action has
public record Action<I extends Record, O extends Record>(
        String name,
        String about,
        Class<I> input,
        Class<O> output,
        Permission permission,
        Quota quota,
        boolean changes,
        List<String> errors,
        Body<I, O> body) {
    /// What an action does. May block.
    @FunctionalInterface
    public interface Body<I extends Record, O extends Record> {
        /// @throws ApiError when it refuses
        O answer(Call call, I input);
    }

    /// Actions of the version of 2019 that are answered as the one of 2020 with the same name.
    private static final Set<String> OF_2019 = Set.of(
            "ApplyToken",
            "QueryToken",
            "RevokeToken",
            "SendMessage",
            "QuerySessionByClientId",
            "BatchQuerySessionByClientIds");

    public Action {
        errors = List.copyOf(errors);
    }

    /// An action that only looks. It needs the right of its name to the instance, and is counted on its own.
    static <I extends Record, O extends Record> Action<I, O> looking(
            String name, String about, Class<I> input, Class<O> output, Body<I, O> body) {
        return looking(name, about, input, output, Permission.instance(name), Quota.SINGLE, body);
    }

    /// An action that only looks.
    static <I extends Record, O extends Record> Action<I, O> looking(
            String name,
            String about,
            Class<I> input,
            Class<O> output,
            Permission permission,
            Quota quota,
            Body<I, O> body) {
        return new Action<>(name, about, input, output, permission, quota, false, List.of(), body);
    }

    /// An action that changes something. It needs the right of its name to the instance, and is counted on its own.
    static <I extends Record, O extends Record> Action<I, O> changing(
            String name, String about, Class<I> input, Class<O> output, Body<I, O> body) {
        return changing(name, about, input, output, Permission.instance(name), Quota.SINGLE, body);
    }

    /// An action that changes something.
    static <I extends Record, O extends Record> Action<I, O> changing(
            String name,
            String about,
            Class<I> input,
            Class<O> output,
            Permission permission,
            Quota quota,
            Body<I, O> body) {
        return new Action<>(name, about, input, output, permission, quota, true, List.of(), body);
    }

    /// The same, with the codes that it refuses with.
    Action<I, O> refusing(String... codes) {
        return new Action<>(name, about, input, output, permission, quota, changes, List.of(codes), body);
    }

    /// Whether the version of 2019 had it.
    public boolean isOf2019() {
        return OF_2019.contains(name);
    }
}
