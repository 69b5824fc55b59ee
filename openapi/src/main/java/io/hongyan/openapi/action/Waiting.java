package io.hongyan.openapi.action;

import io.hongyan.broker.store.StoreException;
import io.hongyan.cloud.metadata.MetadataException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Waits for the broker and its store, and turns what they refuse into errors of the API.
final class Waiting {
    private static final int SECONDS = 10;

    private Waiting() {}

    static <T> T on(CompletableFuture<T> answer) {
        try {
            return answer.get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException _) {
            throw ApiError.unavailable("the broker did not answer within " + SECONDS + " seconds; try again");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreException fault) {
                throw ApiError.unavailable("the store does not answer: " + fault.getMessage());
            }
            throw new IllegalStateException("the broker did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// Makes a change of the metadata.
    ///
    /// @param exists the code for something that is there already
    /// @param missing the code for something that is not there
    static void change(Runnable change, String exists, String missing) {
        changed(
                () -> {
                    change.run();
                    return true;
                },
                exists,
                missing);
    }

    /// The same with an answer.
    static <T> T changed(Supplier<T> change, String exists, String missing) {
        try {
            return change.get();
        } catch (MetadataException e) {
            String why = String.valueOf(e.getMessage());
            throw switch (e.kind()) {
                case INVALID -> ApiError.bad("ParameterFieldCheckFailed", why);
                case EXISTS -> ApiError.bad(exists, why);
                case MISSING -> ApiError.bad(missing, why);
                case LIMIT -> ApiError.bad("ResourceLimitExceeded", why);
                case UNAVAILABLE -> ApiError.unavailable(why);
            };
        } catch (IllegalArgumentException e) { // a record that cannot be made of these values
            throw ApiError.bad("ParameterFieldCheckFailed", String.valueOf(e.getMessage()));
        }
    }
}
