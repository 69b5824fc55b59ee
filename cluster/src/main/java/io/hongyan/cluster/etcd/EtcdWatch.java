package io.hongyan.cluster.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchProgressRequest;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.hongyan.cluster.agree.Agreement;
import io.hongyan.cluster.agree.Change;
import io.hongyan.cluster.agree.Range;
import io.hongyan.cluster.agree.WatchListener;
import io.hongyan.cluster.etcd.EtcdCalls.Ready;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One watch: a range, then a stream of changes behind it, and both again whenever the stream ends, has to skip
/// something, or has been silent although it was asked for a sign of life.
///
/// Confined to the thread that watches.
final class EtcdWatch implements Agreement.Watch {
    private static final int RETRY_MILLIS = 300;
    private static final int LOOK_MILLIS = 1_000;

    /// How many looks may pass without a sign of life.
    private static final int SILENT_LOOKS = 3;

    private static final WatchRequest SIGN_OF_LIFE = WatchRequest.newBuilder()
            .setProgressRequest(WatchProgressRequest.getDefaultInstance())
            .build();

    private final EtcdCalls calls;
    private final Agreement agreement;
    private final EtcdForm form;
    private final ScheduledExecutorService thread;
    private final String prefix;
    private final WatchListener listener;
    private @Nullable Stream stream;
    private boolean told;
    private volatile boolean closed;

    EtcdWatch(
            EtcdCalls calls,
            Agreement agreement,
            EtcdForm form,
            ScheduledExecutorService thread,
            String prefix,
            WatchListener listener) {
        this.calls = calls;
        this.agreement = agreement;
        this.form = form;
        this.thread = thread;
        this.prefix = prefix;
        this.listener = listener;
    }

    void begin() {
        run(0, this::read);
    }

    private void run(long millis, Runnable task) {
        try {
            var _ = thread.schedule(
                    () -> {
                        if (!closed) {
                            task.run();
                        }
                    },
                    millis,
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException _) {
            // The agreement was closed, and its watches with it.
            closed = true;
        }
    }

    private void read() {
        var _ = agreement
                .range(prefix)
                .whenComplete((range, failure) -> run(0, () -> {
                    if (range == null || failure != null) {
                        run(RETRY_MILLIS, this::read);
                    } else {
                        open(range);
                    }
                }));
    }

    private void open(Range range) {
        listener.snapshot(range);
        told = false;
        var _ = calls.authenticated(ready -> CompletableFuture.completedFuture(ready))
                .whenComplete((ready, failure) -> run(0, () -> {
                    if (ready == null || failure != null) {
                        broken("no login");
                    } else {
                        stream = new Stream(ready, range.revision() + 1);
                        stream.begin();
                    }
                }));
    }

    private void broken(String why) {
        stream = null;
        if (!told) {
            told = true;
            listener.broken(why);
        }
        run(RETRY_MILLIS, this::read);
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.execute(() -> {
                if (stream != null) {
                    stream.end();
                }
            });
        } catch (RejectedExecutionException _) {
            // The agreement was closed, and its connections with it.
            return;
        }
    }

    /// One stream, from its first change to whatever ends it.
    private final class Stream implements StreamObserver<WatchResponse> {
        private final Ready ready;
        private final long from;
        private final ClientCall<WatchRequest, WatchResponse> call;
        private @Nullable StreamObserver<WatchRequest> questions;
        private int silentLooks;

        private Stream(Ready ready, long from) {
            this.ready = ready;
            this.from = from;
            this.call = ready.channel().newCall(WatchGrpc.getWatchMethod(), CallOptions.DEFAULT);
        }

        private void begin() {
            ByteString key = form.key(prefix);
            questions = ClientCalls.asyncBidiStreamingCall(call, this);
            questions.onNext(WatchRequest.newBuilder()
                    .setCreateRequest(WatchCreateRequest.newBuilder()
                            .setKey(key)
                            .setRangeEnd(EtcdForm.end(key))
                            .setStartRevision(from))
                    .build());
            run(LOOK_MILLIS, this::look);
        }

        private void look() {
            if (stream != this || questions == null) {
                return;
            }
            if (++silentLooks > SILENT_LOOKS) {
                fail(Status.UNAVAILABLE.withDescription("the watch is silent"));
                return;
            }
            questions.onNext(SIGN_OF_LIFE);
            run(LOOK_MILLIS, this::look);
        }

        private void end() {
            call.cancel("the watch ends", null);
        }

        private void fail(Status status) {
            if (stream == this) {
                end();
                broken(String.valueOf(
                        calls.failed(ready.endpoint(), status, "watch").getMessage()));
            }
        }

        private void take(WatchResponse response) {
            if (stream != this) {
                return;
            }
            silentLooks = 0;
            if (response.getCanceled()) {
                fail(Status.UNAVAILABLE.withDescription("the watch was ended: " + response.getCancelReason()));
            } else if (response.getEventsCount() > 0) {
                List<Change> changes =
                        response.getEventsList().stream().map(form::change).toList();
                listener.changed(
                        changes,
                        response.getEvents(response.getEventsCount() - 1)
                                .getKv()
                                .getModRevision());
            }
        }

        @Override
        public void onNext(WatchResponse response) {
            run(0, () -> take(response));
        }

        @Override
        public void onError(Throwable error) {
            run(0, () -> fail(Status.fromThrowable(error)));
        }

        @Override
        public void onCompleted() {
            run(0, () -> fail(Status.UNAVAILABLE.withDescription("the watch ended")));
        }
    }
}
