package io.hongyan.cluster.ask;

import io.hongyan.broker.message.Clock;
import io.hongyan.cluster.peer.FrameTexts;
import io.hongyan.cluster.peer.MalformedFrame;
import io.hongyan.cluster.peer.NodeId;
import io.hongyan.cluster.peer.NodeLink;
import io.hongyan.cluster.peer.NodeLinkUser;
import io.hongyan.transport.Loop;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// Asks other nodes, and answers them. A question is one frame, and so is its answer; who asks waits for so long, and
/// hears at once when the link ends.
///
/// Confined to loop 0, but for [#ask] and [#answer].
public final class Questions implements NodeLinkUser {
    /// The types of its frames.
    public static final int FIRST_TYPE = QuestionFrames.ASK;

    public static final int LAST_TYPE = QuestionFrames.FAILED;

    private static final System.Logger LOG = System.getLogger(Questions.class.getName());
    private static final Duration TICK = Duration.ofMillis(100);
    private static final int MOST_OPEN = 10_000;
    private static final int MOST_TEXT = 1000;

    private final Loop loop;
    private final Clock clock;
    private final long patience;
    private final Map<String, Answerer> answerers = new ConcurrentHashMap<>();
    private final Map<NodeId, NodeLink> links = new HashMap<>();

    /// In the order in which they were asked, and so of their deadlines.
    private final Map<Long, Open> open = new LinkedHashMap<>();

    private long last;

    /// Answers questions of one subject.
    @FunctionalInterface
    public interface Answerer {
        /// Called on loop 0; must not block.
        ///
        /// @return the answer, on any thread; or exceptionally, of which the asker gets the message
        CompletableFuture<byte[]> answer(byte[] question);
    }

    private record Open(NodeLink link, long deadline, CompletableFuture<byte[]> answer) {}

    /// @param patience how long an answer is waited for, 1 ms or more
    public Questions(Loop loop, Clock clock, Duration patience) {
        this.loop = loop;
        this.clock = clock;
        this.patience = patience.toMillis();
    }

    /// Begins to look for answers that do not come.
    public void start() {
        loop.every(TICK, this::expire);
    }

    /// Has somebody answer questions of a subject. Any thread; once for each.
    ///
    /// @param subject 1 to 65,535 bytes
    public void answer(String subject, Answerer answerer) {
        if (answerers.putIfAbsent(subject, answerer) != null) {
            throw new IllegalArgumentException("questions about " + subject + " are answered already");
        }
    }

    /// Asks a node. Any thread.
    ///
    /// @return the answer, on loop 0; or a [QuestionException]
    public CompletableFuture<byte[]> ask(NodeId node, String subject, byte[] question) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        try {
            loop.execute(() -> send(node, subject, question, answer));
        } catch (RejectedExecutionException _) {
            answer.completeExceptionally(new QuestionException("this node has stopped"));
        }
        return answer;
    }

    private void send(NodeId node, String subject, byte[] question, CompletableFuture<byte[]> answer) {
        NodeLink link = links.get(node);
        if (link == null) {
            fail(answer, "there is no link to node " + node.name() + " at present");
            return;
        }
        if (open.size() >= MOST_OPEN) {
            fail(answer, MOST_OPEN + " questions to other nodes are open already");
            return;
        }
        byte[] about = FrameTexts.encoded(subject);
        int size = Long.BYTES + FrameTexts.size(about) + question.length;
        ByteBuffer frame = size > link.largestBody() ? null : link.frame(QuestionFrames.ASK, size);
        if (frame == null) {
            fail(answer, "the link to node " + node.name() + " does not take a question of " + size + " bytes");
            return;
        }
        frame.putLong(++last);
        FrameTexts.put(frame, about);
        frame.put(question);
        open.put(last, new Open(link, clock.steadyMillis() + patience, answer));
    }

    private static void fail(CompletableFuture<byte[]> answer, String why) {
        answer.completeExceptionally(new QuestionException(why));
    }

    private void expire() {
        long now = clock.steadyMillis();
        Iterator<Open> each = open.values().iterator();
        while (each.hasNext()) {
            Open oldest = each.next();
            if (now < oldest.deadline) {
                return;
            }
            each.remove();
            fail(oldest.answer, "node " + oldest.link.node().name() + " has not answered within " + patience + " ms");
        }
    }

    @Override
    public void opened(NodeLink link) {
        if (link.asked() && link.loop() == 0) {
            links.put(link.node(), link);
        }
    }

    @Override
    public void received(NodeLink link, int type, ByteBuffer body) {
        long number = body.getLong();
        if (type == QuestionFrames.ASK) {
            if (link.asked()) {
                throw misplaced(type);
            }
            String subject = FrameTexts.take(body);
            byte[] question = new byte[body.remaining()];
            body.get(question);
            asked(link, number, subject, question);
            return;
        }
        if (!link.asked()) {
            throw misplaced(type);
        }
        Open its = open.get(number);
        if (its == null || !its.link.equals(link)) {
            return; // too late
        }
        open.remove(number);
        if (type == QuestionFrames.ANSWER) {
            byte[] answer = new byte[body.remaining()];
            body.get(answer);
            its.answer.complete(answer);
        } else {
            fail(its.answer, "node " + link.node().name() + ": " + FrameTexts.take(body));
        }
    }

    private static MalformedFrame misplaced(int type) {
        return new MalformedFrame("a frame of type " + type + " about questions on a link that is not for it");
    }

    private void asked(NodeLink link, long number, String subject, byte[] question) {
        Answerer answerer = answerers.get(subject);
        if (answerer == null) {
            tell(link, number, null, "it knows nothing of " + subject);
            return;
        }
        CompletableFuture<byte[]> answer;
        try {
            answer = answerer.answer(question);
        } catch (RuntimeException fault) {
            answer = CompletableFuture.failedFuture(fault);
        }
        var _ = answer.whenComplete((found, fault) -> onLoop(() -> tell(link, number, found, reason(subject, fault))));
    }

    private static String reason(String subject, @Nullable Throwable fault) {
        Throwable cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        if (cause == null) {
            return "";
        }
        if (!(cause instanceof QuestionException)) {
            LOG.log(Level.ERROR, "a question of another node about " + subject + " could not be answered", cause);
        }
        String why = String.valueOf(cause.getMessage());
        return why.length() > MOST_TEXT ? why.substring(0, MOST_TEXT) : why;
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException _) {
            return; // the node has stopped, and its links with it
        }
    }

    /// @param answer null for none
    private static void tell(NodeLink link, long number, byte @Nullable [] answer, String why) {
        if (answer != null) {
            int size = Long.BYTES + answer.length;
            ByteBuffer frame = size > link.largestBody() ? null : link.frame(QuestionFrames.ANSWER, size);
            if (frame != null) {
                frame.putLong(number).put(answer);
                return;
            }
        }
        byte[] text = FrameTexts.encoded(answer == null ? why : "the link does not take its answer");
        ByteBuffer frame = link.frame(QuestionFrames.FAILED, Long.BYTES + FrameTexts.size(text));
        if (frame != null) { // else the link is full or ends, and who asked waits no longer than it does
            frame.putLong(number);
            FrameTexts.put(frame, text);
        }
    }

    @Override
    public void drained(NodeLink link) {}

    @Override
    public void closed(NodeLink link) {
        links.remove(link.node(), link);
        List<Open> lost =
                open.values().stream().filter(its -> its.link.equals(link)).toList();
        open.values().removeAll(lost);
        lost.forEach(its -> fail(its.answer, "the link to node " + link.node().name() + " has ended"));
    }
}
