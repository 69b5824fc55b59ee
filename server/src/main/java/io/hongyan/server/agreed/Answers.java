package io.hongyan.server.agreed;

import io.hongyan.cluster.agree.AgreementException;
import io.hongyan.server.data.DataFolderException;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/// Waits for answers of the agreement.
final class Answers {
    private static final System.Logger LOG = System.getLogger(Answers.class.getName());

    /// How often a change is asked for: what was done already is found out by its guard.
    private static final int ATTEMPTS = 3;

    /// How often a start asks, with half a second in between: 20 to 80 seconds.
    private static final int START_ATTEMPTS = 40;

    private static final int ATTEMPTS_A_LINE = 10;

    private final Patience patience;

    Answers(Patience patience) {
        this.patience = patience;
    }

    /// @throws AgreementException when there is none
    <T> T of(CompletableFuture<T> answer) {
        patience.await(answer);
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof AgreementException none) {
                throw none;
            }
            throw e;
        }
    }

    /// Asks again when there is no answer.
    ///
    /// @throws AgreementException when there is none for the third time
    <T> T persistently(Supplier<CompletableFuture<T>> question) {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                return of(question.get());
            } catch (AgreementException e) {
                LOG.log(Level.DEBUG, "asked again: {0}", e.getMessage());
            }
        }
        return of(question.get());
    }

    /// Asks until there is an answer, for about a minute, and says so.
    ///
    /// @param what is asked for
    /// @throws DataFolderException when there is none
    <T> T atStart(String what, Supplier<CompletableFuture<T>> question) {
        for (int attempt = 1; ; attempt++) {
            try {
                return of(question.get());
            } catch (AgreementException e) {
                if (attempt == START_ATTEMPTS) {
                    throw new DataFolderException(
                            "the start waited for " + what + " in vain: " + e.getMessage()
                                    + "; see whether etcd runs, and whether cluster.etcd names it",
                            e);
                }
                if (attempt % ATTEMPTS_A_LINE == 1) {
                    LOG.log(Level.WARNING, "the start waits for {0}: {1}", what, e.getMessage());
                }
            }
            patience.pause();
        }
    }
}
