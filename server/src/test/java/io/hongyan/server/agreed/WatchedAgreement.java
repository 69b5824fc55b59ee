package io.hongyan.server.agreed;

import io.hongyan.cluster.agree.Agreement;
import io.hongyan.cluster.agree.AgreementException;
import io.hongyan.cluster.agree.Outcome;
import io.hongyan.cluster.agree.Range;
import io.hongyan.cluster.agree.Transaction;
import io.hongyan.cluster.agree.WatchListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// An agreement that notes what is written, and loses answers when it is told to.
final class WatchedAgreement implements Agreement {
    final List<Transaction> written = new ArrayList<>();
    private final Agreement agreement;
    private int lost;
    private int lostAfter = Integer.MAX_VALUE;

    WatchedAgreement(Agreement agreement) {
        this.agreement = agreement;
    }

    /// The answers to the next writes are lost.
    void loseAnswers(int count) {
        lost = count;
    }

    /// No write is made any more after so many.
    void endAfter(int count) {
        lostAfter = count;
    }

    @Override
    public CompletableFuture<Outcome> commit(Transaction transaction) {
        if (lostAfter-- <= 0) {
            return CompletableFuture.failedFuture(new AgreementException("the network is gone"));
        }
        written.add(transaction);
        CompletableFuture<Outcome> answer = agreement.commit(transaction);
        return lost-- <= 0
                ? answer
                : answer.thenCompose(
                        _ -> CompletableFuture.failedFuture(new AgreementException("the answer was lost")));
    }

    @Override
    public CompletableFuture<Lease> grant(int ttlSeconds) {
        return agreement.grant(ttlSeconds);
    }

    @Override
    public CompletableFuture<Renewal> keepAlive(long lease) {
        return agreement.keepAlive(lease);
    }

    @Override
    public CompletableFuture<Void> revoke(long lease) {
        return agreement.revoke(lease);
    }

    @Override
    public CompletableFuture<Range> range(String prefix) {
        return agreement.range(prefix);
    }

    @Override
    public CompletableFuture<Range> range(String prefix, long revision) {
        return agreement.range(prefix, revision);
    }

    @Override
    public Watch watch(String prefix, WatchListener listener) {
        return agreement.watch(prefix, listener);
    }

    @Override
    public void close() {
        agreement.close();
    }
}
