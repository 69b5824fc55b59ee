package io.hongyan.cluster.retain;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.node.RetainedSource;
import io.hongyan.broker.store.VShard;
import io.hongyan.cluster.peer.NodeId;
import io.hongyan.codec.topic.TopicFilter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// The retained messages that a subscriber gets. Each virtual shard is asked of its owner; a node says which were there
/// all the time while it answered, and the others are asked for again. What a node has told and another one tells
/// again, because a virtual shard moved in the middle, comes twice.
///
/// It holds what nodes have told and the subscriber has not taken, 64 KiB and a message of each node at most; so a
/// subscriber that takes its time slows the nodes. While it does, nobody else knows of the question.
///
/// Confined to its shard.
final class Question implements RetainedSource {
    private static final int FIRST_BYTES = 8 << 10;
    private static final int MOST_BYTES = 64 << 10;
    private static final int LEAST_BYTES = 4 << 10;
    private static final int LOW_BYTES = 16 << 10;

    final String instance;
    final TopicFilter filter;
    private final Questions questions;
    private final Runnable arrived;

    /// Neither told nor asked of a node.
    private final BitSet missing = new BitSet(VShard.COUNT);

    private final List<Part> parts = new ArrayList<>();
    private final ArrayDeque<Message> messages = new ArrayDeque<>();
    private int bytes;
    private boolean begun;

    /// Since when something is missing; [Part#NEVER] when nothing is.
    private long missingSince = Part.NEVER;

    Question(String instance, TopicFilter filter, Questions questions, Runnable arrived) {
        this.instance = instance;
        this.filter = filter;
        this.questions = questions;
        this.arrived = arrived;
    }

    void begin() {
        if (filter.hasWildcard()) {
            missing.set(0, VShard.COUNT);
        } else {
            missing.set(VShard.of(filter.utf8()));
        }
        assign();
        begun = true;
    }

    /// Asks the present owners for what is missing.
    void assign() {
        Map<NodeId, BitSet> owned = new HashMap<>();
        missing.stream().forEach(vshard -> {
            NodeId owner = questions.owner(vshard);
            if (owner != null) {
                owned.computeIfAbsent(owner, _ -> new BitSet(VShard.COUNT)).set(vshard);
            }
        });
        owned.forEach((node, its) -> {
            missing.andNot(its);
            Part part = new Part(this, node, its, begun);
            parts.add(part);
            questions.ask(part);
        });
        if (!missing.isEmpty()) {
            misses();
        }
    }

    private void misses() {
        if (missingSince == Part.NEVER) {
            missingSince = questions.now();
        }
        questions.watch(this);
    }

    /// How many bytes a page may have.
    int pageBytes(Part part) {
        return part.after == null ? FIRST_BYTES : Math.max(LEAST_BYTES, MOST_BYTES / parts.size());
    }

    /// A node has answered.
    void took(Part part, Page page) {
        part.covered.and(page.covered());
        part.after = page.next();
        for (Message message : page.messages()) {
            messages.add(message);
            bytes += message.bytes();
        }
        if (page.last()) {
            parts.remove(part);
            BitSet not = (BitSet) part.vshards.clone();
            not.andNot(part.covered);
            lost(not);
        } else {
            askOn();
        }
        arrived.run();
    }

    /// A node has not answered in time: the subscriber goes without its part.
    void unanswered(Part part) {
        parts.remove(part);
        arrived.run();
    }

    /// A node that was asked is gone: what it has told may come again.
    void gone(Part part) {
        parts.remove(part);
        lost(part.vshards);
    }

    private void lost(BitSet vshards) {
        missing.or(vshards);
        if (!missing.isEmpty()) {
            misses();
        } else if (parts.stream().noneMatch(part -> part.again)) {
            missingSince = Part.NEVER;
        }
    }

    /// Looks for owners of what is missing.
    ///
    /// @return whether it is to be called again
    boolean retry(long now, long patience) {
        if (!missing.isEmpty() && now - missingSince > patience) {
            questions.unowned(this, missing.cardinality());
            missing.clear();
            missingSince = Part.NEVER;
            arrived.run();
        } else if (!missing.isEmpty()) {
            assign();
        }
        return !missing.isEmpty();
    }

    @Override
    public boolean next(int most, BooleanSupplier room, Consumer<Message> sink) {
        long now = questions.wallMillis();
        for (int i = 0; i < most && !messages.isEmpty() && room.getAsBoolean(); i++) {
            Message message = messages.remove();
            bytes -= message.bytes();
            if (!message.expired(now)) {
                sink.accept(message);
            }
        }
        askOn();
        return !messages.isEmpty() || !parts.isEmpty() || !missing.isEmpty();
    }

    private void askOn() {
        if (bytes > LOW_BYTES) {
            return;
        }
        for (Part part : List.copyOf(parts)) {
            if (!part.busy) {
                questions.ask(part);
            }
        }
    }

    @Override
    public boolean waits() {
        return messages.isEmpty() && (!parts.isEmpty() || !missing.isEmpty());
    }
}
