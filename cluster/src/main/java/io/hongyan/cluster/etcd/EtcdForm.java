package io.hongyan.cluster.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.hongyan.cluster.agree.Change;
import io.hongyan.cluster.agree.Entry;
import io.hongyan.cluster.agree.Guard;
import io.hongyan.cluster.agree.Transaction;
import io.hongyan.cluster.agree.Write;

/// The values of the agreement in the form that etcd has for them.
///
/// @param prefix of all keys in etcd
record EtcdForm(String prefix) {
    ByteString key(String key) {
        return ByteString.copyFromUtf8(prefix + key);
    }

    /// The first key after all that begin with this one, which is not empty.
    static ByteString end(ByteString key) {
        byte[] end = key.toByteArray();
        end[end.length - 1]++;
        return ByteString.copyFrom(end);
    }

    private String name(ByteString key) {
        return key.toStringUtf8().substring(prefix.length());
    }

    Entry entry(KeyValue value) {
        return new Entry(
                name(value.getKey()),
                value.getValue().toByteArray(),
                value.getCreateRevision(),
                value.getModRevision(),
                value.getLease());
    }

    Change change(Event event) {
        return event.getType() == Event.EventType.DELETE
                ? new Change.Deleted(name(event.getKv().getKey()))
                : new Change.Put(entry(event.getKv()));
    }

    TxnRequest transaction(Transaction transaction) {
        TxnRequest.Builder request = TxnRequest.newBuilder();
        transaction.guards().forEach(guard -> request.addCompare(compare(guard)));
        transaction.writes().forEach(write -> request.addSuccess(operation(write)));
        return request.build();
    }

    private Compare compare(Guard guard) {
        Compare.Builder compare = Compare.newBuilder().setKey(key(guard.key())).setResult(Compare.CompareResult.EQUAL);
        return switch (guard) {
            case Guard.Absent _ ->
                compare.setTarget(Compare.CompareTarget.CREATE)
                        .setCreateRevision(0)
                        .build();
            case Guard.Unchanged unchanged ->
                compare.setTarget(Compare.CompareTarget.MOD)
                        .setModRevision(unchanged.changed())
                        .build();
        };
    }

    private RequestOp operation(Write write) {
        return switch (write) {
            case Write.Put put ->
                RequestOp.newBuilder()
                        .setRequestPut(PutRequest.newBuilder()
                                .setKey(key(put.key()))
                                .setValue(ByteString.copyFrom(put.value()))
                                .setLease(put.lease()))
                        .build();
            case Write.Delete delete ->
                RequestOp.newBuilder()
                        .setRequestDeleteRange(DeleteRangeRequest.newBuilder().setKey(key(delete.key())))
                        .build();
        };
    }
}
