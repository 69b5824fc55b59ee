package io.hongyan.cloud.metadata;

import io.hongyan.cloud.metadata.MetadataException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Changes of immutable lists, and what refuses them.
final class Entries {
    private Entries() {}

    static <T> List<T> plus(List<T> values, T value) {
        List<T> all = new ArrayList<>(values);
        all.add(value);
        return all;
    }

    /// @param what one of them is, for the refusal when there is none
    static <T> List<T> without(List<T> values, Predicate<T> which, String what) {
        find(values, which, what);
        return values.stream().filter(which.negate()).toList();
    }

    static <T> List<T> changed(List<T> values, Predicate<T> which, String what, UnaryOperator<T> change) {
        T before = find(values, which, what);
        List<T> all = new ArrayList<>(values);
        all.set(all.indexOf(before), change.apply(before));
        return all;
    }

    static <T> T find(List<T> values, Predicate<T> which, String what) {
        return values.stream()
                .filter(which)
                .findFirst()
                .orElseThrow(() -> new MetadataException(Kind.MISSING, "there is no " + what));
    }

    static void limit(String what, int present, int most) {
        refuseIf(present >= most, Kind.LIMIT, "there are " + present + " " + what + "; the limit is " + most);
    }

    static void refuseIf(boolean bad, Kind kind, String message) {
        if (bad) {
            throw new MetadataException(kind, message);
        }
    }
}
