package io.hongyan.cloud.auth;

import io.hongyan.broker.auth.AuthExchange;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.AuthResult.Admitted;
import io.hongyan.broker.auth.AuthResult.Refused;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.broker.store.StoreException;
import io.hongyan.cloud.certificate.CertificateRule;
import io.hongyan.cloud.custom.Blacklist;
import io.hongyan.cloud.rules.LoginTexts;
import io.hongyan.codec.ReasonCode;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What every client must pass, however it logged in: the blacklist, and what the instance asks of its certificate.
final class Screening {
    private static final System.Logger LOG = System.getLogger(Screening.class.getName());
    private static final Refused BLACK = new Refused(ReasonCode.BANNED, "the client is on the blacklist");
    private static final Refused UNREADABLE = new Refused(ReasonCode.SERVER_UNAVAILABLE, LoginTexts.UNREADABLE);

    private final Blacklist blacklist;
    private final CertificateRule certificates;
    private final Executor reads;

    /// @param reads runs what waits for the disk
    Screening(Blacklist blacklist, CertificateRule certificates, Executor reads) {
        this.blacklist = blacklist;
        this.certificates = certificates;
        this.reads = reads;
    }

    /// Answers with a login that was checked, unless something else speaks against the client.
    void screen(AuthResult result, ConnectRequest request, Consumer<AuthResult> answer) {
        if (result instanceof Admitted admitted && mustLook(admitted.instance(), request)) {
            look(request, () -> result, answer);
        } else {
            answer.accept(result);
        }
    }

    private boolean mustLook(String instance, ConnectRequest request) {
        return blacklist.mayHaveRows(instance) || certificates.concerns(instance, request.peer());
    }

    /// The same for a check that waits for the disk itself.
    void look(ConnectRequest request, Supplier<AuthResult> check, Consumer<AuthResult> answer) {
        reads.execute(() -> answer.accept(screened(check, request)));
    }

    private AuthResult screened(Supplier<AuthResult> check, ConnectRequest request) {
        try {
            AuthResult result = check.get();
            Refused refused = result instanceof Admitted admitted ? refused(admitted.instance(), request) : null;
            return refused == null ? result : refused;
        } catch (StoreException e) {
            LOG.log(Level.WARNING, "a login could not be checked: {0}", e.getMessage());
            return UNREADABLE;
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a login could not be checked", e);
            return LoginGate.INTERNAL_ERROR;
        }
    }

    private @Nullable Refused refused(String instance, ConnectRequest request) {
        if (isBlack(instance, request)) {
            return BLACK;
        }
        String why = certificates.refusal(instance, request.peer(), true);
        return why == null ? null : new Refused(ReasonCode.NOT_AUTHORIZED, why);
    }

    private boolean isBlack(String instance, ConnectRequest request) {
        if (!blacklist.mayHaveRows(instance)) {
            return false;
        }
        blacklist.look(instance);
        return blacklist.contains(instance, request.connect().clientId());
    }

    /// The same for an enhanced authentication, whose last step is looked at.
    AuthExchange screened(AuthExchange exchange, ConnectRequest request) {
        return (data, answer) -> exchange.next(data, step -> {
            if (step instanceof AuthExchange.Step.Done done) {
                screen(done.result(), request, result -> answer.accept(ended(done, result)));
            } else {
                answer.accept(step);
            }
        });
    }

    @SuppressWarnings("ReferenceEquality") // the same result, or another one
    private static AuthExchange.Step ended(AuthExchange.Step.Done done, AuthResult result) {
        return result == done.result() ? done : new AuthExchange.Step.Done(result, null);
    }
}
