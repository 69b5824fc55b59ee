package io.hongyan.cluster.member;

import io.hongyan.cluster.agree.Agreement;
import io.hongyan.cluster.agree.AgreementException;
import io.hongyan.cluster.agree.Entry;
import io.hongyan.cluster.agree.Guard;
import io.hongyan.cluster.agree.Outcome;
import io.hongyan.cluster.agree.Transaction;
import io.hongyan.cluster.agree.Write;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What makes a cluster this cluster: written once, when it is set up, and never changed. A node keeps the id beside
/// its data, and refuses to join a cluster of another one.
///
/// @param id drawn at random when the cluster was set up
/// @param format of what stands in the agreement: a node that does not know it must not join
/// @param vshards how many virtual shards there are, 1 to 65,536
public record ClusterRecord(String id, int format, int vshards) {
    /// The newest format that this program knows.
    public static final int FORMAT = 1;

    private static final String KEY = "cluster";

    public ClusterRecord {
        MemberRecord.checkName(id);
        if (format < 1 || vshards < 1 || vshards > 65_536) {
            throw new IllegalArgumentException("a cluster of format " + format + " and " + vshards + " virtual shards");
        }
    }

    /// Sets a cluster up, or finds that it is.
    ///
    /// @param wished what is written when there is no cluster
    /// @return what is there now, of whoever was first
    public static CompletableFuture<ClusterRecord> init(Agreement agreement, ClusterRecord wished) {
        var values = new LinkedHashMap<String, String>();
        values.put("id", wished.id());
        values.put("format", Integer.toString(wished.format()));
        values.put("vshards", Integer.toString(wished.vshards()));
        var creation = Transaction.of(new Guard.Absent(KEY), new Write.Put(KEY, Lines.write(values), 0));
        return agreement
                .commit(creation)
                .thenCompose(outcome -> outcome instanceof Outcome.Committed
                        ? CompletableFuture.completedFuture(wished)
                        : read(agreement).thenApply(ClusterRecord::present));
    }

    private static ClusterRecord present(@Nullable ClusterRecord record) {
        if (record == null) {
            throw new AgreementException("the record of the cluster was there and is gone");
        }
        return record;
    }

    /// Reads the record.
    ///
    /// @return null when no cluster was set up; fails with an [AgreementException] also when it cannot be understood
    public static CompletableFuture<@Nullable ClusterRecord> read(Agreement agreement) {
        return agreement.range(KEY).thenApply(range -> {
            for (Entry entry : range.entries()) {
                if (entry.key().equals(KEY)) {
                    return parse(entry.text());
                }
            }
            return null;
        });
    }

    private static ClusterRecord parse(String text) {
        Map<String, String> values = Lines.read(text);
        try {
            return new ClusterRecord(values.getOrDefault("id", ""), (int) Lines.number(values, "format", 0), (int)
                    Lines.number(values, "vshards", 0));
        } catch (IllegalArgumentException e) {
            throw new AgreementException("the record of the cluster is damaged: " + e.getMessage(), e);
        }
    }

    /// Why a node must not join this cluster.
    ///
    /// @param knownId of the cluster that the node's data belong to; null for a node that never joined one
    /// @param vshardsHere how many virtual shards the program has
    /// @return for people; null when it may
    public @Nullable String refusal(@Nullable String knownId, int vshardsHere) {
        if (format > FORMAT) {
            return "the cluster has format %d, this program knows up to %d: install the newer program"
                    .formatted(format, FORMAT);
        }
        if (knownId != null && !knownId.equals(id)) {
            return "the data folder belongs to the cluster %s, and this is the cluster %s: use the endpoints and the"
                            .formatted(knownId, id)
                    + " name of its own cluster, or an empty data folder";
        }
        if (vshards != vshardsHere) {
            return "the cluster has %d virtual shards, this program %d".formatted(vshards, vshardsHere);
        }
        return null;
    }
}
