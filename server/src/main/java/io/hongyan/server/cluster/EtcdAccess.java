package io.hongyan.server.cluster;

import io.hongyan.cluster.agree.Agreement;
import io.hongyan.cluster.agree.AgreementException;
import io.hongyan.cluster.etcd.EtcdAgreement;
import io.hongyan.cluster.etcd.EtcdOptions;
import io.hongyan.cluster.etcd.EtcdOptions.Login;
import io.hongyan.cluster.etcd.EtcdOptions.Tls;
import io.hongyan.server.config.ClusterConfig;
import io.hongyan.server.config.EtcdConfig;
import io.hongyan.server.file.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The way from a configuration to its etcd.
final class EtcdAccess {
    private static final String ENDPOINTS = "cluster.etcd.endpoints";
    private static final int ANSWER_SECONDS = 15;
    private static final int COMMAND_MILLIS = 5_000;

    /// Of gRPC, which would tell with each start that it has found Netty's libraries. Held here, as its level is lost
    /// with it.
    private static final Logger LIBRARY = Logger.getLogger("io.grpc");

    private EtcdAccess() {}

    /// Opens it for a node, whose lease needs quick answers; nothing is asked yet.
    ///
    /// @throws ClusterException when a file cannot be used
    static Agreement ofNode(ClusterConfig config) {
        return open(config, LeaseTimes.of(config.lease()).paceMillis());
    }

    /// Opens it for a command, which may wait longer, and finds a member that answers.
    ///
    /// @throws ClusterException when a file cannot be used, or none answers
    static Agreement ofCommand(ClusterConfig config) {
        Agreement agreement = open(config, COMMAND_MILLIS);
        for (int left = config.etcd().endpoints().size(); ; left--) {
            try {
                var _ = answer(config, agreement.range("cluster"));
                return agreement;
            } catch (ClusterException e) { // the next call goes to the next member
                if (left <= 1) {
                    agreement.close();
                    throw e;
                }
            }
        }
    }

    private static Agreement open(ClusterConfig config, int timeoutMillis) {
        List<ClusterFault> faults = faults(config.etcd());
        if (!faults.isEmpty()) {
            throw new ClusterException(faults.getFirst());
        }
        LIBRARY.setLevel(Level.WARNING);
        EtcdConfig etcd = config.etcd();
        try {
            return new EtcdAgreement(new EtcdOptions(
                    etcd.endpoints(),
                    prefix(config),
                    etcd.user().isEmpty() ? null : new Login(etcd.user(), password(etcd)),
                    tls(etcd),
                    timeoutMillis));
        } catch (AgreementException e) {
            throw new ClusterException("cluster.etcd", String.valueOf(e.getMessage()));
        }
    }

    /// What all its keys begin with.
    static String prefix(ClusterConfig config) {
        return "/hongyan/" + config.name() + "/";
    }

    private static @Nullable Tls tls(EtcdConfig etcd) {
        return etcd.ca().isEmpty()
                ? null
                : new Tls(
                        Path.of(etcd.ca()),
                        etcd.certificate().isEmpty() ? null : Path.of(etcd.certificate()),
                        etcd.key().isEmpty() ? null : Path.of(etcd.key()));
    }

    private static String password(EtcdConfig etcd) {
        try {
            return TextFile.read(Path.of(etcd.passwordFile())).strip();
        } catch (IOException e) {
            throw new ClusterException(unread("passwordFile", etcd.passwordFile(), e));
        }
    }

    /// What is wrong with the files.
    static List<ClusterFault> faults(EtcdConfig etcd) {
        List<ClusterFault> faults = new ArrayList<>();
        look("passwordFile", etcd.passwordFile(), faults);
        look("ca", etcd.ca(), faults);
        look("certificate", etcd.certificate(), faults);
        look("key", etcd.key(), faults);
        return faults;
    }

    private static void look(String key, String file, List<ClusterFault> faults) {
        if (!file.isEmpty()) {
            try {
                if (Files.readString(Path.of(file)).isBlank()) {
                    faults.add(new ClusterFault("cluster.etcd." + key, file + " is empty"));
                }
            } catch (IOException e) {
                faults.add(unread(key, file, e));
            }
        }
    }

    private static ClusterFault unread(String key, String file, IOException e) {
        return new ClusterFault("cluster.etcd." + key, file + ": " + TextFile.reason(e) + "; name a file of etcd's");
    }

    /// Waits for an answer.
    ///
    /// @throws ClusterException when none comes, or one that says no
    static <T extends @Nullable Object> T answer(ClusterConfig config, CompletableFuture<T> asked) {
        try {
            return asked.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw unanswered(config, e.getCause() instanceof AgreementException known ? known : e);
        } catch (TimeoutException e) {
            throw unanswered(config, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unanswered(config, e);
        }
    }

    private static ClusterException unanswered(ClusterConfig config, Exception why) {
        String members = String.join(", ", config.etcd().endpoints());
        String said = Objects.requireNonNullElse(why.getMessage(), "nothing came within " + ANSWER_SECONDS + " s");
        return new ClusterException(
                ENDPOINTS,
                members + ": " + said
                        + "; start etcd, or name members that this machine reaches, with the login and the TLS files"
                        + " that they ask for");
    }
}
