package io.hongyan.server.alarm;

import io.hongyan.server.log.LogEscaper;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Tells receivers of changes: three tries each, those of one receiver in their order, on threads of its own. Any
/// thread; nothing but a test waits.
final class Notifier implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Notifier.class.getName());
    private static final List<Long> PAUSES_MILLIS = List.of(1000L, 5000L);
    private static final String SENTENCE_OF_TEST = "this is a test of the alarms, nothing is wrong";

    private final WebHookSender hooks;
    private final MailSender mails;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("alarm-notice-", 0).factory());
    private final ConcurrentHashMap<String, Lane> lanes = new ConcurrentHashMap<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final AtomicLong failed = new AtomicLong();

    Notifier(WebHookSender hooks, MailSender mails) {
        this.hooks = hooks;
        this.mails = mails;
    }

    /// One receiver.
    private record Way(String name, Attempt attempt) {}

    @FunctionalInterface
    private interface Attempt {
        void send(String sentence, Map<String, Object> fields) throws UndeliveredException, InterruptedException;
    }

    private List<Way> ways(Receivers receivers) {
        List<Way> ways = new ArrayList<>();
        receivers
                .webhooks()
                .forEach(hook -> ways.add(
                        new Way("web hook " + hook.name(), (sentence, fields) -> hooks.send(hook, sentence, fields))));
        receivers
                .mails()
                .forEach(mail -> ways.add(
                        new Way("e-mail to " + mail.to(), (sentence, fields) -> mails.send(mail, sentence, fields))));
        return ways;
    }

    boolean sendsMail() {
        return mails.isOn();
    }

    long failed() {
        return failed.get();
    }

    /// Tells all receivers, some time.
    void tell(Receivers receivers, AlarmChange change) {
        List<Way> ways = ways(receivers);
        lanes.keySet()
                .removeIf(name -> ways.stream().noneMatch(way -> way.name().equals(name)));
        for (Way way : ways) {
            Lane lane = lanes.computeIfAbsent(way.name(), _ -> new Lane(threads));
            if (!lane.offer(() -> deliver(way, change.sentence(), change.view()))) {
                fail(way, "too many notices wait for it");
            }
        }
    }

    private void deliver(Way way, String sentence, Map<String, Object> fields) {
        try {
            for (int tries = 0; ; tries++) {
                try {
                    way.attempt().send(sentence, fields);
                    return;
                } catch (UndeliveredException e) {
                    if (tries == PAUSES_MILLIS.size()) {
                        fail(way, String.valueOf(e.getMessage()));
                        return;
                    }
                    if (stopping.await(PAUSES_MILLIS.get(tries), TimeUnit.MILLISECONDS)) {
                        fail(way, "the service stops; before, " + e.getMessage());
                        return;
                    }
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failed.incrementAndGet();
            LOG.log(Level.ERROR, "a notice of an alarm failed for " + way.name(), e);
        }
    }

    private void fail(Way way, String why) {
        failed.incrementAndGet();
        LOG.log(
                Level.WARNING,
                "{0} did not take the notice of an alarm: {1}",
                way.name(),
                LogEscaper.plain(LogEscaper.shortened(why)));
    }

    /// Tells all receivers once that this is a test, at the same time, and waits for them.
    ///
    /// @return why it failed, by receiver; empty for those who took it
    Map<String, String> test(Receivers receivers) {
        Map<String, Future<String>> running = new LinkedHashMap<>();
        for (Way way : ways(receivers)) {
            running.put(way.name(), threads.submit(() -> {
                try {
                    way.attempt().send(SENTENCE_OF_TEST, Map.of("test", true));
                    return "";
                } catch (UndeliveredException e) {
                    return String.valueOf(e.getMessage());
                }
            }));
        }
        Map<String, String> results = new LinkedHashMap<>();
        running.forEach((name, result) -> {
            try {
                results.put(name, result.get());
            } catch (ExecutionException e) {
                results.put(name, "an internal error; the log has more");
                LOG.log(Level.ERROR, "a test of the alarms failed for " + name, e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        });
        return results;
    }

    /// Ends what is under way.
    @Override
    public void close() {
        stopping.countDown();
        hooks.close();
        threads.shutdownNow();
    }
}
