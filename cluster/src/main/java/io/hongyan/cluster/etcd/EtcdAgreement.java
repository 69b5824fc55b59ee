package io.hongyan.cluster.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.LeaseRevokeResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.TxnResponse;
import io.grpc.Status;
import io.hongyan.cluster.agree.Agreement;
import io.hongyan.cluster.agree.Entry;
import io.hongyan.cluster.agree.Outcome;
import io.hongyan.cluster.agree.Range;
import io.hongyan.cluster.agree.Transaction;
import io.hongyan.cluster.agree.WatchListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/// The agreement on etcd, 3.4 or newer. Of its Java client only the messages are used: calls have a time-out each, a
/// renewal of a lease is one question with one answer, so that its moment is known, and a watch asks now and then
/// whether it is still alive.
public final class EtcdAgreement implements Agreement {
    private static final int PAGE = 2_000;

    /// In place of an answer, which has a header: etcd knows no such lease.
    private static final TxnResponse NO_LEASE = TxnResponse.getDefaultInstance();

    private final EtcdCalls calls;
    private final EtcdForm form;
    private final ScheduledExecutorService watching = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("hongyan-etcd-watch").daemon().factory());

    /// Connects when it is asked for something first.
    ///
    /// @throws io.hongyan.cluster.agree.AgreementException when a TLS file cannot be used
    public EtcdAgreement(EtcdOptions options) {
        calls = new EtcdCalls(options);
        form = new EtcdForm(options.prefix());
    }

    @Override
    public CompletableFuture<Lease> grant(int ttlSeconds) {
        var request = LeaseGrantRequest.newBuilder().setTTL(ttlSeconds).build();
        return calls.call(LeaseGrpc.getLeaseGrantMethod(), request, "grant a lease")
                .thenApply(granted -> new Lease(granted.getID(), (int) granted.getTTL()));
    }

    @Override
    public CompletableFuture<Renewal> keepAlive(long lease) {
        var request = LeaseKeepAliveRequest.newBuilder().setID(lease).build();
        return calls.call(LeaseGrpc.getLeaseKeepAliveMethod(), request, "renew a lease")
                .thenApply(renewed ->
                        renewed.getTTL() > 0 ? new Renewal.Renewed((int) renewed.getTTL()) : new Renewal.Gone());
    }

    @Override
    public CompletableFuture<Void> revoke(long lease) {
        var request = LeaseRevokeRequest.newBuilder().setID(lease).build();
        return calls.call(
                        LeaseGrpc.getLeaseRevokeMethod(),
                        request,
                        "end a lease",
                        status -> status.getCode() == Status.Code.NOT_FOUND
                                ? LeaseRevokeResponse.getDefaultInstance()
                                : null)
                .thenAccept(_ -> {});
    }

    @Override
    public CompletableFuture<Range> range(String prefix) {
        return range(prefix, 0);
    }

    @Override
    public CompletableFuture<Range> range(String prefix, long revision) {
        ByteString first = form.key(prefix);
        return page(first, EtcdForm.end(first), revision, new ArrayList<>());
    }

    /// Reads a page, and those behind it as they were at the same moment.
    private CompletableFuture<Range> page(ByteString from, ByteString end, long revision, List<Entry> sofar) {
        var request = RangeRequest.newBuilder()
                .setKey(from)
                .setRangeEnd(end)
                .setRevision(revision)
                .setLimit(PAGE)
                .build();
        return calls.call(KVGrpc.getRangeMethod(), request, "read").thenCompose(response -> {
            response.getKvsList().forEach(value -> sofar.add(form.entry(value)));
            long moment = revision == 0 ? response.getHeader().getRevision() : revision;
            return response.getMore()
                    ? page(next(response), end, moment, sofar)
                    : CompletableFuture.completedFuture(new Range(sofar, moment));
        });
    }

    private static ByteString next(RangeResponse response) {
        KeyValue last = response.getKvs(response.getKvsCount() - 1);
        return last.getKey().concat(ByteString.copyFrom(new byte[1]));
    }

    @Override
    public CompletableFuture<Outcome> commit(Transaction transaction) {
        return calls.call(KVGrpc.getTxnMethod(), form.transaction(transaction), "write", EtcdAgreement::leaseGone)
                .thenApply(EtcdAgreement::outcome);
    }

    private static @Nullable TxnResponse leaseGone(Status status) {
        return status.getCode() == Status.Code.NOT_FOUND ? NO_LEASE : null;
    }

    private static Outcome outcome(TxnResponse response) {
        if (!response.hasHeader()) {
            return new Outcome.LeaseGone();
        }
        long revision = response.getHeader().getRevision();
        return response.getSucceeded() ? new Outcome.Committed(revision) : new Outcome.Refused(revision);
    }

    @Override
    public Watch watch(String prefix, WatchListener listener) {
        var watch = new EtcdWatch(calls, this, form, watching, prefix, listener);
        watch.begin();
        return watch;
    }

    @Override
    public void close() {
        watching.shutdownNow();
        calls.close();
    }
}
