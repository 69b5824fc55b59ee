package io.hongyan.server.admin;

import io.hongyan.server.http.Pieces;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// An answer that goes on while its reader may still see it, and ends when not.
///
/// @param allowed asked before each piece
record GuardedPieces(Pieces pieces, BooleanSupplier allowed) implements Pieces {
    @Override
    public byte @Nullable [] next() throws InterruptedException {
        byte[] piece = pieces.next();
        return allowed.getAsBoolean() ? piece : null;
    }

    @Override
    public void close() {
        pieces.close();
    }
}
