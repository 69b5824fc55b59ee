package io.hongyan.cluster.etcd;

import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.etcd.jetcd.api.AuthenticateResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.hongyan.cluster.agree.AgreementException;
import io.hongyan.cluster.etcd.EtcdOptions.Login;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Single calls to etcd: each with a time-out, to one member, never repeated by itself, as whoever asks knows best
/// whether that is right. A member without a leader refuses instead of waiting for one.
final class EtcdCalls implements AutoCloseable {
    private static final Metadata.Key<String> HAS_LEADER =
            Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> TOKEN = Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);

    /// What etcd says to a token that is too old.
    private static final Set<Status.Code> LOGIN_AGAIN =
            Set.of(Status.Code.UNAUTHENTICATED, Status.Code.INVALID_ARGUMENT, Status.Code.PERMISSION_DENIED);

    private final EtcdChannels channels;
    private final @Nullable Login login;
    private final int timeoutMillis;
    private final AtomicReference<@Nullable CompletableFuture<String>> token = new AtomicReference<>();

    EtcdCalls(EtcdOptions options) {
        channels = new EtcdChannels(options);
        login = options.login();
        timeoutMillis = options.timeoutMillis();
    }

    EtcdChannels channels() {
        return channels;
    }

    int timeoutMillis() {
        return timeoutMillis;
    }

    /// @param name of what is asked, for people
    /// @return fails with an [AgreementException]
    <Q, A> CompletableFuture<A> call(MethodDescriptor<Q, A> method, Q request, String name) {
        return call(method, request, name, _ -> null);
    }

    /// @param refusal the answer that a status means; null for a failure
    <Q, A> CompletableFuture<A> call(
            MethodDescriptor<Q, A> method, Q request, String name, Function<Status, @Nullable A> refusal) {
        return authenticated(channel -> once(channel, method, request, name, refusal));
    }

    /// A channel that has what etcd asks for in the headers.
    record Ready(EtcdChannels.Endpoint endpoint, Channel channel) {}

    /// Runs with a channel of the present member, once there is a token if one is needed.
    <A> CompletableFuture<A> authenticated(Function<Ready, CompletableFuture<A>> use) {
        EtcdChannels.Endpoint endpoint = channels.current();
        if (login == null) {
            return use.apply(ready(endpoint, null));
        }
        return token(login).thenCompose(known -> use.apply(ready(endpoint, known)));
    }

    private static Ready ready(EtcdChannels.Endpoint endpoint, @Nullable String token) {
        var headers = new Metadata();
        headers.put(HAS_LEADER, "true");
        if (token != null) {
            headers.put(TOKEN, token);
        }
        return new Ready(
                endpoint,
                ClientInterceptors.intercept(endpoint.channel(), MetadataUtils.newAttachHeadersInterceptor(headers)));
    }

    private CompletableFuture<String> token(Login user) {
        CompletableFuture<String> known = token.get();
        if (known != null && !known.isCompletedExceptionally()) {
            return known;
        }
        var request = AuthenticateRequest.newBuilder()
                .setName(user.user())
                .setPassword(user.password())
                .build();
        CompletableFuture<String> fresh = once(
                        ready(channels.current(), null),
                        AuthGrpc.getAuthenticateMethod(),
                        request,
                        "log in as " + user.user(),
                        _ -> null)
                .thenApply(AuthenticateResponse::getToken);
        token.compareAndSet(known, fresh);
        return fresh;
    }

    private <Q, A> CompletableFuture<A> once(
            Ready ready, MethodDescriptor<Q, A> method, Q request, String name, Function<Status, @Nullable A> refusal) {
        ClientCall<Q, A> call = ready.channel()
                .newCall(method, CallOptions.DEFAULT.withDeadlineAfter(timeoutMillis, TimeUnit.MILLISECONDS));
        var answer = new CompletableFuture<A>();
        var observer = new OneAnswer<A>(answer, status -> failed(ready.endpoint(), status, name), refusal);
        if (method.getType() == MethodDescriptor.MethodType.UNARY) {
            ClientCalls.asyncUnaryCall(call, request, observer);
        } else {
            StreamObserver<Q> questions = ClientCalls.asyncBidiStreamingCall(call, observer);
            questions.onNext(request);
            questions.onCompleted();
        }
        return answer;
    }

    /// What a failure means, for people; and the next member is asked from now on, if this one is to blame.
    AgreementException failed(EtcdChannels.Endpoint endpoint, Status status, String name) {
        String detail = status.getDescription() == null ? status.getCode().toString() : status.getDescription();
        if (LOGIN_AGAIN.contains(status.getCode())) {
            token.set(null);
        } else {
            channels.failed(endpoint);
        }
        String what = status.getCode() == Status.Code.DEADLINE_EXCEEDED
                ? "did not answer within " + timeoutMillis + " ms"
                : "failed (" + detail + ")";
        return new AgreementException("etcd at %s %s: %s".formatted(endpoint.name(), what, name));
    }

    @Override
    public void close() {
        channels.close();
    }

    /// The first answer, or why there is none.
    private record OneAnswer<A>(
            CompletableFuture<A> answer,
            Function<Status, AgreementException> failure,
            Function<Status, @Nullable A> refusal)
            implements StreamObserver<A> {
        @Override
        public void onNext(A value) {
            answer.complete(value);
        }

        @Override
        public void onError(Throwable error) {
            if (answer.isDone()) {
                return;
            }
            Status status = Status.fromThrowable(error);
            A refused = refusal.apply(status);
            if (refused != null) {
                answer.complete(refused);
            } else {
                answer.completeExceptionally(failure.apply(status));
            }
        }

        @Override
        public void onCompleted() {
            if (!answer.isDone()) {
                onError(Status.UNAVAILABLE.withDescription("no answer").asRuntimeException());
            }
        }
    }
}
