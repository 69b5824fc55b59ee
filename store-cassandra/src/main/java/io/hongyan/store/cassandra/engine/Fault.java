package io.hongyan.store.cassandra.engine;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.type.codec.CodecNotFoundException;
import java.util.List;
import java.util.concurrent.CompletionException;

/// What a fault of Cassandra or its driver means.
public final class Fault {
    private Fault() {}

    /// Whether no repetition can mend it: Cassandra does not understand what it was asked, or does not allow it.
    public static boolean isPermanent(Throwable fault) {
        Throwable cause = cause(fault);
        if (cause instanceof AllNodesFailedException all && !all.getAllErrors().isEmpty()) {
            return all.getAllErrors().values().stream().flatMap(List::stream).allMatch(Fault::isPermanent);
        }
        return cause instanceof QueryValidationException || cause instanceof CodecNotFoundException;
    }

    /// For people.
    public static String reason(Throwable fault) {
        return Database.reason(cause(fault));
    }

    private static Throwable cause(Throwable fault) {
        Throwable cause = fault.getCause();
        return fault instanceof CompletionException && cause != null ? cause : fault;
    }
}
