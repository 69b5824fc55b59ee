package io.hongyan.server.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes files that only their owner can read, atomically: after a crash a file has the old content or the new.
public final class PrivateFiles {
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNERS_AND_GROUPS = PosixFilePermissions.fromString("rwxrwx---");

    private PrivateFiles() {}

    /// Replaces the content of a file. When this returns it is on the disk.
    public static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /// Replaces the content of a file. When this returns it is on the disk.
    public static void write(Path file, byte[] content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(temporary);
        // Born with its permissions: there is no moment in which others could open it.
        try (FileChannel channel = FileChannel.open(
                temporary,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                permissions(file, "rw-------"))) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException e) {
            delete(temporary, e); // on a full disk it would keep the rest of the space
            throw e;
        }
        try {
            move(temporary, file);
        } catch (IOException e) { // a folder has the name
            delete(temporary, e);
            throw e;
        }
        syncFolder(file);
    }

    /// Makes a folder and its parents; the folder itself can be entered by its owner alone.
    public static void folder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        try {
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectory(folder, permissions(folder, "rwx------"));
        } catch (NoSuchFileException e) { // of a file system such as /proc
            throw notMade(folder, "no folder can be made there", e);
        } catch (AccessDeniedException e) {
            throw notMade(folder, "the user that runs the service may not write to " + parent(e, parent), e);
        } catch (FileAlreadyExistsException e) {
            throw notMade(folder, e.getFile() + " is not a folder", e);
        }
    }

    /// Takes the permissions of others from a file or folder that may have been made with them.
    ///
    /// @param group whether those of the group go, too
    /// @return whether others have none now; false when it belongs to somebody else, or cannot be changed
    static boolean restrict(Path path, boolean group) {
        if (!isPosix(path)) {
            return true;
        }
        try {
            Set<PosixFilePermission> now = Files.getPosixFilePermissions(path);
            Set<PosixFilePermission> wanted = EnumSet.copyOf(group ? OWNERS : OWNERS_AND_GROUPS);
            wanted.retainAll(now);
            if (!wanted.equals(now)) {
                Files.setPosixFilePermissions(path, wanted);
            }
            return true;
        } catch (NoSuchFileException _) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /// Whether others than the owner, and the group, have any permission on it.
    static boolean isOpen(Path path) {
        try {
            return isPosix(path) && !OWNERS_AND_GROUPS.containsAll(Files.getPosixFilePermissions(path));
        } catch (IOException _) {
            return false; // it is not there, or this user does not get to it
        }
    }

    /// Whether the user of this process may change its permissions.
    static boolean isOwnedByThisUser(Path path) {
        String user = System.getProperty("user.name");
        try {
            return user.equals("root") || Files.getOwner(path).getName().equals(user);
        } catch (IOException | UnsupportedOperationException _) {
            return false;
        }
    }

    private static @Nullable Object parent(FileSystemException e, @Nullable Path otherwise) {
        Path place = e.getFile() == null ? null : Path.of(e.getFile()).getParent();
        return place == null ? otherwise : place;
    }

    private static IOException notMade(Path folder, String why, IOException cause) {
        FileSystemException fault = new FileSystemException(folder.toString(), null, why);
        fault.initCause(cause);
        return fault;
    }

    private static void delete(Path file, IOException after) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            after.addSuppressed(e);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException _) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// A rename is durable once its folder is synced; where folders cannot be opened (Windows) there is no such step.
    private static void syncFolder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && isPosix(file)) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    static FileAttribute<?>[] permissions(Path path, String permissions) {
        return isPosix(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
