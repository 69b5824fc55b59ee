package io.hongyan.cloud.metadata;

import java.util.List;
import java.util.Optional;

/// All metadata at one time. Immutable.
///
/// @param deletedInstances ids whose deletion is not complete: what they own is being deleted
/// @param tokenKey 32 random bytes in Base64 that sign this server's tokens
public record MetadataSnapshot(
        List<CloudInstance> instances,
        List<String> deletedInstances,
        List<AccessKey> accessKeys,
        List<RevokedToken> revokedTokens,
        String tokenKey) {
    public MetadataSnapshot {
        instances = List.copyOf(instances);
        deletedInstances = List.copyOf(deletedInstances);
        accessKeys = List.copyOf(accessKeys);
        revokedTokens = List.copyOf(revokedTokens);
    }

    public Optional<CloudInstance> instance(String id) {
        return instances.stream().filter(i -> i.id().equals(id)).findFirst();
    }

    public Optional<AccessKey> accessKey(String id) {
        return accessKeys.stream().filter(k -> k.id().equals(id)).findFirst();
    }

    MetadataSnapshot withInstances(List<CloudInstance> other) {
        return new MetadataSnapshot(other, deletedInstances, accessKeys, revokedTokens, tokenKey);
    }

    MetadataSnapshot withDeletedInstances(List<String> other) {
        return new MetadataSnapshot(instances, other, accessKeys, revokedTokens, tokenKey);
    }

    MetadataSnapshot withAccessKeys(List<AccessKey> other) {
        return new MetadataSnapshot(instances, deletedInstances, other, revokedTokens, tokenKey);
    }

    MetadataSnapshot withRevokedTokens(List<RevokedToken> other) {
        return new MetadataSnapshot(instances, deletedInstances, accessKeys, other, tokenKey);
    }

    @Override
    public String toString() {
        return "MetadataSnapshot[" + instances.size() + " instances, " + accessKeys.size() + " access keys]";
    }
}
