package io.hongyan.client.publish;

import io.hongyan.client.disk.DiskMessageState;
import io.hongyan.client.loop.LoopTask;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.PublishOutcome;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A message to publish, and the future of its outcome.
///
/// A future without dependents is completed a little later, with others ([io.hongyan.client.callback.UserCallbacks]). A
/// caller that uses it before completes it itself.
public final class OutgoingMessage extends PendingOperation<PublishOutcome> implements LoopTask<Outbound> {
    private final Message message;
    private volatile @Nullable PublishOutcome outcome;
    private long since;
    private long order;
    private boolean released;
    private @Nullable DiskMessageState diskState;
    private @Nullable LoopTask<Outbound> previous;

    /// @param direct whether the future is known to its waiter alone, so that the loop may complete it
    public OutgoingMessage(Message message, boolean direct) {
        super(direct);
        this.message = message;
    }

    Message message() {
        return message;
    }

    /// The bytes that it takes in memory, about.
    long weight() {
        return 96L
                + message.topic().length()
                + message.payload().length
                + message.properties().encodedLength();
    }

    /// The properties to send then: the time that it has waited counts for its expiry.
    Properties properties(long now) {
        Properties properties = message.properties();
        if (!properties.has(Property.MESSAGE_EXPIRY_INTERVAL)) {
            return properties;
        }
        long left = properties.number(Property.MESSAGE_EXPIRY_INTERVAL, 0) - (now - since) / 1000;
        return properties.toBuilder()
                .set(Property.MESSAGE_EXPIRY_INTERVAL, Math.max(0, left))
                .build();
    }

    /// When it came, in the loop's milliseconds.
    long since() {
        return since;
    }

    void since(long millis) {
        since = millis;
    }

    /// Its place among all that were sent.
    long order() {
        return order;
    }

    void order(long number) {
        order = number;
    }

    /// QoS 2: the server has it, and PUBREL is what it waits for.
    boolean released() {
        return released;
    }

    void release() {
        released = true;
    }

    void settle(PublishOutcome how) {
        outcome = how;
    }

    /// What the server's answer means.
    static PublishOutcome outcome(ReasonCode reason, Properties properties) {
        if (reason == ReasonCode.SUCCESS && properties.isEmpty()) {
            return PublishOutcome.Acknowledged.PLAIN;
        }
        String text = properties.text(Property.REASON_STRING);
        return reason.isError()
                ? new PublishOutcome.Refused(reason, text == null ? "" : text)
                : new PublishOutcome.Acknowledged(reason, properties);
    }

    @Nullable
    PublishOutcome outcome() {
        return outcome;
    }

    /// Where it stands in the queue on disk; null = nowhere.
    @Nullable
    DiskMessageState diskState() {
        return diskState;
    }

    void diskState(DiskMessageState onDisk) {
        diskState = onDisk;
    }

    @Override
    public String description() {
        return "a message of QoS " + message.qos().level();
    }

    @Override
    public @Nullable LoopTask<Outbound> previous() {
        return previous;
    }

    @Override
    public void previous(@Nullable LoopTask<Outbound> work) {
        previous = work;
    }

    @Override
    public void run(Outbound outbound) {
        outbound.publish(this);
    }

    @Override
    public void reject(Outbound outbound) {
        complete(outbound.droppedByClose());
    }

    /// Tells the publisher.
    @Override
    public void run() {
        help();
    }

    private void help() {
        PublishOutcome known = outcome;
        if (known != null) {
            complete(known);
        }
    }

    @Override
    public boolean isDone() {
        help();
        return super.isDone();
    }

    @Override
    public PublishOutcome get() throws InterruptedException, ExecutionException {
        help();
        return super.get();
    }

    @Override
    public PublishOutcome get(long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        help();
        return super.get(timeout, unit);
    }

    @Override
    public PublishOutcome join() {
        help();
        return super.join();
    }

    @Override
    public <U> CompletableFuture<U> thenApply(Function<? super PublishOutcome, ? extends U> action) {
        help();
        return super.thenApply(action);
    }

    @Override
    public CompletableFuture<Void> thenAccept(Consumer<? super PublishOutcome> action) {
        help();
        return super.thenAccept(action);
    }

    @Override
    public CompletableFuture<Void> thenRun(Runnable action) {
        help();
        return super.thenRun(action);
    }

    @Override
    public <U> CompletableFuture<U> thenCompose(Function<? super PublishOutcome, ? extends CompletionStage<U>> action) {
        help();
        return super.thenCompose(action);
    }

    @Override
    public CompletableFuture<PublishOutcome> whenComplete(
            BiConsumer<? super PublishOutcome, ? super Throwable> action) {
        help();
        return super.whenComplete(action);
    }
}
