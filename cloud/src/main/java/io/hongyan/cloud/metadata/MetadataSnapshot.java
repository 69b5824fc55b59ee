package io.hongyan.cloud.metadata;

import io.hongyan.cloud.metadata.rule.ExchangeConnection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// All metadata at one time. Immutable.
///
/// @param deletedInstances ids whose deletion is not complete: what they own is being deleted
/// @param connections to other systems, for rules of all instances
/// @param tokenKey 32 random bytes in Base64 that sign this server's tokens
public record MetadataSnapshot(
        List<CloudInstance> instances,
        List<String> deletedInstances,
        List<AccessKey> accessKeys,
        List<ExchangeConnection> connections,
        List<RevokedToken> revokedTokens,
        String tokenKey) {
    public MetadataSnapshot {
        instances = List.copyOf(instances);
        deletedInstances = List.copyOf(deletedInstances);
        accessKeys = List.copyOf(accessKeys);
        connections = List.copyOf(connections);
        revokedTokens = List.copyOf(revokedTokens);
    }

    public Optional<CloudInstance> instance(String id) {
        return instances.stream().filter(i -> i.id().equals(id)).findFirst();
    }

    public Optional<AccessKey> accessKey(String id) {
        return accessKeys.stream().filter(k -> k.id().equals(id)).findFirst();
    }

    public Optional<ExchangeConnection> connection(String name) {
        return connections.stream().filter(c -> c.name().equals(name)).findFirst();
    }

    MetadataSnapshot withInstances(List<CloudInstance> other) {
        return new MetadataSnapshot(other, deletedInstances, accessKeys, connections, revokedTokens, tokenKey);
    }

    /// The same, one of its instances changed.
    MetadataSnapshot withInstance(String id, UnaryOperator<CloudInstance> change) {
        return withInstances(Entries.changed(instances, i -> i.id().equals(id), "instance " + id, change));
    }

    MetadataSnapshot withDeletedInstances(List<String> other) {
        return new MetadataSnapshot(instances, other, accessKeys, connections, revokedTokens, tokenKey);
    }

    MetadataSnapshot withAccessKeys(List<AccessKey> other) {
        return new MetadataSnapshot(instances, deletedInstances, other, connections, revokedTokens, tokenKey);
    }

    MetadataSnapshot withConnections(List<ExchangeConnection> other) {
        return new MetadataSnapshot(instances, deletedInstances, accessKeys, other, revokedTokens, tokenKey);
    }

    MetadataSnapshot withRevokedTokens(List<RevokedToken> other) {
        return new MetadataSnapshot(instances, deletedInstances, accessKeys, connections, other, tokenKey);
    }

    @Override
    public String toString() {
        return "MetadataSnapshot[" + instances.size() + " instances, " + accessKeys.size() + " access keys]";
    }
}
