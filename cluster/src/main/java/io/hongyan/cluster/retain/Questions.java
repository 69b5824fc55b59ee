package io.hongyan.cluster.retain;

import io.hongyan.broker.message.Clock;
import io.hongyan.cluster.deliver.Owners;
import io.hongyan.cluster.peer.NodeId;
import io.hongyan.cluster.peer.NodeLink;
import io.hongyan.cluster.retain.RetainCounters.Figure;
import io.hongyan.codec.topic.TopicFilter;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Asks nodes, this one too, for the retained messages of subscribers: so many pages at a time.
///
/// Confined to its shard.
final class Questions {
    private static final System.Logger LOG = System.getLogger(Questions.class.getName());
    private static final int MOST_ASKED = 256;
    private static final long PAUSE_OF_LOG_MILLIS = 10_000;

    private final int index;
    private final Owners owners;
    private final MemberLinks links;
    private final Answering here;
    private final Clock clock;
    private final long patience;
    private final RetainCounters counters;
    private final QuestionFrames frames = new QuestionFrames();
    private final Map<Long, Part> asked = new HashMap<>();
    private final ArrayDeque<Part> waiting = new ArrayDeque<>();

    /// Their links were not there, or full.
    private List<Part> stalled = new ArrayList<>();

    /// Of which something is missing.
    private final Set<Question> watched = new LinkedHashSet<>();

    private long ids;
    private long loggedAt = Part.NEVER;
    private long unlogged;

    Questions(
            int index,
            Owners owners,
            MemberLinks links,
            Answering here,
            Clock clock,
            RetainOptions options,
            RetainCounters counters) {
        this.index = index;
        this.owners = owners;
        this.links = links;
        this.here = here;
        this.clock = clock;
        this.patience = options.patience().toMillis();
        this.counters = counters;
    }

    /// As [io.hongyan.broker.node.OtherNodes#retained].
    Question begin(String instance, TopicFilter filter, Runnable arrived) {
        Question question = new Question(instance, filter, this, arrived);
        question.begin();
        return question;
    }

    // What questions ask.

    @Nullable
    NodeId owner(int vshard) {
        NodeId owner = owners.owner(vshard);
        return owner == null || owner.equals(owners.self()) || links.isMember(owner) ? owner : null;
    }

    long now() {
        return clock.steadyMillis();
    }

    long wallMillis() {
        return clock.wallMillis();
    }

    /// Looks again and again for owners of what a question misses.
    void watch(Question question) {
        watched.add(question);
    }

    /// Asks for the next page of a part.
    void ask(Part part) {
        part.busy = true;
        part.since = Part.NEVER;
        waiting.add(part);
        pump();
    }

    private void pump() {
        while (!waiting.isEmpty() && asked.size() < MOST_ASKED) {
            send(waiting.remove());
        }
    }

    private void send(Part part) {
        if (part.since == Part.NEVER) {
            part.since = now();
        }
        Question question = part.question;
        int most = question.pageBytes(part);
        long id = ++ids;
        if (part.node.equals(owners.self())) {
            asked.put(id, part);
            counters.count(Figure.PAGES_ASKED);
            here.find(new Wanted(
                    question.instance, question.filter, part.after, part.vshards, most, page -> took(id, null, page)));
            return;
        }
        NodeLink link = links.to(part.node, index);
        byte[] body = QuestionFrames.wanted(id, most, question.instance, question.filter, part.after, part.vshards);
        ByteBuffer frame = link == null || link.congested() ? null : link.frame(RetainFrames.WANTED, body.length);
        if (frame == null) {
            stalled.add(part);
            return;
        }
        frame.put(body);
        part.link = link;
        asked.put(id, part);
        counters.count(Figure.PAGES_ASKED);
    }

    /// A node has answered over a link.
    void page(NodeLink link, ByteBuffer body) {
        long id = body.getLong();
        took(id, link, frames.readPage(body));
    }

    private void took(long id, @Nullable NodeLink link, Page page) {
        Part part = asked.get(id);
        if (part == null || (link != null && !link.equals(part.link))) {
            return; // it came too late
        }
        asked.remove(id);
        part.busy = false;
        part.link = null;
        part.question.took(part, page);
        pump();
    }

    /// Asks again where there was no way, and gives up what has taken too long.
    void tick() {
        long now = now();
        retryStalled();
        takeAsked(part -> now - part.since > patience).forEach(this::giveUp);
        List<Part> late =
                stalled.stream().filter(part -> now - part.since > patience).toList();
        stalled.removeAll(late);
        late.forEach(this::giveUp);
        for (Question question : List.copyOf(watched)) {
            watched.remove(question);
            if (question.retry(now, patience)) {
                watched.add(question);
            }
        }
        pump();
    }

    /// There may be a way now.
    void retryStalled() {
        List<Part> again = stalled;
        stalled = new ArrayList<>();
        for (Part part : again) {
            if (isThere(part.node)) {
                send(part);
            } else {
                part.busy = false;
                part.question.gone(part);
            }
        }
    }

    private boolean isThere(NodeId node) {
        return node.equals(owners.self()) || links.isMember(node);
    }

    private List<Part> takeAsked(Predicate<Part> which) {
        List<Part> taken = asked.values().stream().filter(which).toList();
        asked.values().removeIf(which);
        return taken;
    }

    /// A link is over: what was asked over it is asked over the next one, while its time is not over.
    void closed(NodeLink link) {
        for (Part part : takeAsked(part -> link.equals(part.link))) {
            part.link = null;
            stalled.add(part);
        }
    }

    private void giveUp(Part part) {
        part.busy = false;
        part.link = null;
        tell(part.question, "what " + part.node.name() + " has");
        part.question.unanswered(part);
    }

    /// Nobody owned virtual shards for too long.
    void unowned(Question question, int vshards) {
        tell(question, "what falls on " + vshards + " virtual shards that nobody owned");
    }

    private void tell(Question question, String what) {
        counters.count(Figure.UNANSWERED);
        unlogged++;
        if (loggedAt == Part.NEVER || now() - loggedAt > PAUSE_OF_LOG_MILLIS) {
            LOG.log(
                    Level.WARNING,
                    "a subscriber of {0} in instance {1} goes without {2}: no answer within {3} ms ({4} such since the"
                            + " last line like this)",
                    question.filter.text(),
                    question.instance,
                    what,
                    Long.toString(patience),
                    Long.toString(unlogged));
            loggedAt = now();
            unlogged = 0;
        }
    }
}
