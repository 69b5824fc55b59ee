package io.hongyan.cluster.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cluster.agree.Agreement;
import io.hongyan.cluster.agree.AgreementContract;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

class AgreementModelTest extends AgreementContract {
    private static final long PATIENCE = 60_000_000_000L;

    private final VirtualTime time = new VirtualTime();
    private final AgreementModel model = new AgreementModel(time, new SplittableRandom(1));

    @Override
    protected Agreement agreement() {
        return model.connect(new Machine(time, 1, 0));
    }

    @Override
    protected <T> T await(CompletableFuture<T> answer) {
        assertThat(time.passUntil(answer::isDone, PATIENCE)).isTrue();
        return answer.join();
    }

    @Override
    protected void awaitUntil(BooleanSupplier condition) {
        assertThat(time.passUntil(condition, PATIENCE)).isTrue();
    }

    @Override
    protected void pass(long millis) {
        time.pass(millis * 1_000_000);
    }
}
