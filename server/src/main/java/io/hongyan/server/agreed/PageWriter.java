package io.hongyan.server.agreed;

import io.hongyan.cluster.agree.Agreement;
import io.hongyan.cluster.agree.AgreementException;
import io.hongyan.cluster.agree.Guard;
import io.hongyan.cluster.agree.Outcome;
import io.hongyan.cluster.agree.Transaction;
import io.hongyan.cluster.agree.Write;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/// Writes heads and pages. What is too much for one transaction is written in several, of which the last one writes the
/// head: before it, nobody sees any of it.
final class PageWriter {
    private static final System.Logger LOG = System.getLogger(PageWriter.class.getName());

    /// Of one transaction: etcd takes 1.5 MiB, with keys and all.
    private static final int MOST_BYTES = 1 << 20;

    private final Agreement agreement;
    private final Answers answers;

    PageWriter(Agreement agreement, Answers answers) {
        this.agreement = agreement;
        this.answers = answers;
    }

    /// Makes a change, if the head is the one that it was made for.
    ///
    /// @return of the transaction that writes the head, or why it never came to it
    /// @throws AgreementException when there is no answer: then it may be made all the same
    Outcome write(Draft draft, Guard unchanged) {
        List<Write> pages = new ArrayList<>();
        draft.made().forEach((name, value) -> pages.add(new Write.Put(MetadataKeys.page(name), value, 0)));
        Write head = new Write.Put(MetadataKeys.HEAD, draft.text(), 0);
        List<Write> drops = drops(draft.dropped());
        if (fits(draft)) {
            List<Write> all = new ArrayList<>(pages);
            all.addAll(drops);
            all.add(head);
            return commit(unchanged, all);
        }
        for (List<Write> batch : batches(pages)) {
            Outcome staged = commit(unchanged, batch);
            if (!(staged instanceof Outcome.Committed)) {
                return staged;
            }
        }
        Outcome outcome = commit(unchanged, List.of(head));
        if (outcome instanceof Outcome.Committed) {
            discard(draft.dropped());
        }
        return outcome;
    }

    /// Whether it is made in one transaction.
    static boolean fits(Draft draft) {
        int writes = 1 + draft.made().size() + draft.dropped().size();
        return writes <= Agreement.MAX_WRITES && draft.bytes() <= MOST_BYTES;
    }

    private Outcome commit(Guard guard, List<Write> writes) {
        var transaction = new Transaction(List.of(guard), writes);
        return answers.persistently(() -> agreement.commit(transaction));
    }

    private static List<List<Write>> batches(List<Write> writes) {
        List<List<Write>> batches = new ArrayList<>();
        List<Write> batch = new ArrayList<>();
        long bytes = 0;
        for (Write write : writes) {
            int size = write instanceof Write.Put put ? put.value().length : 0;
            if (!batch.isEmpty() && (batch.size() == Agreement.MAX_WRITES || bytes + size > MOST_BYTES)) {
                batches.add(batch);
                batch = new ArrayList<>();
                bytes = 0;
            }
            batch.add(write);
            bytes += size;
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }

    private static List<Write> drops(List<String> names) {
        List<Write> drops = new ArrayList<>();
        names.forEach(name -> drops.add(new Write.Delete(MetadataKeys.page(name))));
        return drops;
    }

    /// Deletes pages that no head names, nor ever will. What stays for want of an answer is found by a later start.
    void discard(List<String> names) {
        try {
            for (List<Write> batch : batches(drops(names))) {
                var _ = answers.of(agreement.commit(new Transaction(List.of(), batch)));
            }
        } catch (AgreementException e) {
            LOG.log(
                    Level.DEBUG,
                    "{0} pages of the metadata that are of no use stay: {1}",
                    names.size(),
                    e.getMessage());
        }
    }
}
