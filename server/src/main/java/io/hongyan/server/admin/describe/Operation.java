package io.hongyan.server.admin.describe;

import io.hongyan.server.config.source.Suggestion;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One operation as it is written down.
///
/// @param method and path as its route has them
/// @param summary a sentence for people
/// @param more what there is to say beside the fields; empty = nothing
/// @param thing what a body is about, for refusals: `an alarm`
/// @param queries parameters behind `?`
/// @param body its fields
/// @param fixed fields that a body must not have, with the reason
/// @param answer its fields; of an operation that goes on, those of each event
/// @param refusals statuses that it refuses with, beside those of all operations
/// @param login who may ask
public record Operation(
        String method,
        String path,
        String summary,
        String more,
        String thing,
        List<Field> queries,
        List<Field> body,
        Map<String, String> fixed,
        List<Field> answer,
        List<Integer> refusals,
        Login login,
        Shapes shapes) {
    /// Who may ask.
    public enum Login {
        /// Who has a key, or is logged in to the console.
        KEY_OR_SESSION,
        /// Who is logged in to the console.
        SESSION,
        /// The pages of the console, before anybody is logged in.
        PAGES
    }

    /// What was asked behind `?`, with what holds where nothing was.
    ///
    /// @param given as sent; what is empty counts as not given
    /// @throws UnfitException when one is unknown, missing, or not what it should be
    public Query query(Map<String, String> given) {
        List<String> known = queries.stream().map(Field::name).toList();
        for (String name : new TreeSet<>(given.keySet())) {
            if (!known.contains(name) && !name.isEmpty()) { // as behind the last &
                throw new UnfitException("there is no parameter " + name + " here" + instead(name, known));
            }
        }
        return new Query(method + " " + path, queries, given);
    }

    /// Looks whether a body is what the operation takes.
    ///
    /// @throws UnfitException when a field is unknown, missing, or not what it should be
    public void check(Map<String, ? extends @Nullable Object> fields) {
        for (String name : fields.keySet()) {
            String why = fixed.get(name);
            if (why != null) {
                throw new UnfitException(why);
            }
        }
        if (body.isEmpty() && !fields.isEmpty()) {
            throw new UnfitException(
                    "this takes no fields, and not " + String.join(", ", new TreeSet<>(fields.keySet())));
        }
        shapes.check(thing, body, fields, "");
    }

    static String instead(String name, List<String> known) {
        return Suggestion.nearest(name, known)
                .map(guess -> "; did you mean " + guess + "?")
                .orElse(known.isEmpty() ? "; there is none" : "; known are " + String.join(", ", known));
    }
}
