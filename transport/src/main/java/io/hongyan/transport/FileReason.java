package io.hongyan.transport;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// Says for people why a file cannot be used, without names of classes.
public final class FileReason {
    private FileReason() {}

    /// The reason without the name of the file, for a sentence that has it already.
    public static String of(IOException fault) {
        if (fault instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (fault instanceof AccessDeniedException) {
            return "permission denied; the user that runs the service needs the right to it";
        }
        String reason = fault instanceof FileSystemException named ? named.getReason() : fault.getMessage();
        if ("No space left on device".equals(reason)) {
            return "the disk is full";
        }
        return reason == null ? "it cannot be read or written" : reason;
    }

    /// The reason after the name of the file, where the fault has one.
    public static String withFile(IOException fault) {
        return fault instanceof FileSystemException named && named.getFile() != null
                ? named.getFile() + ": " + of(fault)
                : of(fault);
    }
}
