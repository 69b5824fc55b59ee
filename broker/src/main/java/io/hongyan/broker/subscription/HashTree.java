package io.hongyan.broker.subscription;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An immutable set of elements by a 32-bit hash: a hash array mapped trie. A node's children and a large audience are
/// kept in one.
///
/// Why not a table: the trie is copied on write, and a table of a million children cannot be copied for each insert.
/// Here an insert copies the 1 to 7 small branches on the way, and a reader that holds the old tree keeps it whole. A
/// branch has a slot only for what it holds (the bitmap says which), so small sets are as lean as an array, and one
/// element alone needs no branch at all: an `Object` that holds a set is null, an element, a branch or a bucket.
///
/// Elements with equal hashes stand in a bucket, in order of their keys, so that somebody who makes names collide on
/// purpose slows down nobody's lookups by more than a binary search.
@SuppressWarnings("ReferenceEquality") // an element is the one that was found in the tree, not one like it
final class HashTree {
    private static final int BITS = 5;
    private static final int MASK = (1 << BITS) - 1;
    private static final int HASH_BITS = 32;

    private final int bitmap;
    private final Object[] slots;

    private HashTree(int bitmap, Object[] slots) {
        this.bitmap = bitmap;
        this.slots = slots;
    }

    /// What the tree must know of its elements.
    interface Keys<E> {
        int hash(E element);

        /// Orders elements of equal hash; 0 when no order is needed.
        int compare(E element, E other);
    }

    /// Elements of equal hash, at least two.
    record Bucket(Object[] elements) {}

    /// The element that may have the hash (the caller compares the key), or a bucket, or null.
    static @Nullable Object seek(@Nullable Object tree, int hash) {
        Object at = tree;
        int rest = hash;
        while (at instanceof HashTree branch) {
            int bit = 1 << (rest & MASK);
            if ((branch.bitmap & bit) == 0) {
                return null;
            }
            at = branch.slots[Integer.bitCount(branch.bitmap & bit - 1)];
            rest >>>= BITS;
        }
        return at;
    }

    /// The tree with the element instead of `existing`, which is in the tree, or in addition when that is null.
    static <E> Object put(@Nullable Object tree, Keys<E> keys, E element, @Nullable E existing) {
        return put(tree, keys, element, existing, keys.hash(element), 0);
    }

    private static <E> Object put(
            @Nullable Object at, Keys<E> keys, E element, @Nullable E existing, int hash, int shift) {
        if (at == null || at == existing) {
            return element;
        }
        if (at instanceof HashTree branch) {
            int bit = bit(hash, shift);
            int index = Integer.bitCount(branch.bitmap & bit - 1);
            if ((branch.bitmap & bit) == 0) {
                return new HashTree(branch.bitmap | bit, inserted(branch.slots, index, element));
            }
            Object below = put(branch.slots[index], keys, element, existing, hash, shift + BITS);
            return new HashTree(branch.bitmap, replaced(branch.slots, index, below));
        }
        if (at instanceof Bucket(Object[] elements)) {
            int index = existing == null ? place(elements, keys, element) : indexOf(elements, existing);
            return new Bucket(
                    existing == null ? inserted(elements, index, element) : replaced(elements, index, element));
        }
        return fork(element(at), keys, element, hash, shift);
    }

    /// A branch, or several below each other, that tells two elements apart.
    private static <E> Object fork(E resident, Keys<E> keys, E element, int hash, int shift) {
        if (shift >= HASH_BITS) {
            boolean after = keys.compare(element, resident) >= 0;
            return new Bucket(after ? new Object[] {resident, element} : new Object[] {element, resident});
        }
        int one = bit(keys.hash(resident), shift);
        int other = bit(hash, shift);
        if (one == other) {
            return new HashTree(one, new Object[] {fork(resident, keys, element, hash, shift + BITS)});
        }
        boolean after = Integer.compareUnsigned(other, one) > 0;
        return new HashTree(one | other, after ? new Object[] {resident, element} : new Object[] {element, resident});
    }

    /// The tree without an element that is in it.
    static @Nullable Object remove(Object tree, int hash, Object existing) {
        return remove(tree, hash, existing, 0);
    }

    private static @Nullable Object remove(Object at, int hash, Object existing, int shift) {
        if (at == existing) {
            return null;
        }
        if (at instanceof Bucket(Object[] elements)) {
            Object[] rest = removed(elements, indexOf(elements, existing));
            return rest.length == 1 ? rest[0] : new Bucket(rest);
        }
        HashTree branch = (HashTree) at;
        int bit = bit(hash, shift);
        int index = Integer.bitCount(branch.bitmap & bit - 1);
        Object below = remove(branch.slots[index], hash, existing, shift + BITS);
        if (below == null) {
            return branch.slots.length == 1
                    ? null
                    : lifted(new HashTree(branch.bitmap & ~bit, removed(branch.slots, index)));
        }
        return lifted(new HashTree(branch.bitmap, replaced(branch.slots, index, below)));
    }

    /// An element alone in its branch stands in the branch's place; what depends on its depth stays where it is.
    private static Object lifted(HashTree branch) {
        boolean alone = branch.slots.length == 1
                && !(branch.slots[0] instanceof HashTree)
                && !(branch.slots[0] instanceof Bucket);
        return alone ? branch.slots[0] : branch;
    }

    /// Calls for each element, in the order of no importance.
    static <E> void forEach(@Nullable Object tree, Consumer<? super E> action) {
        switch (tree) {
            case null -> {}
            case HashTree branch -> {
                for (Object slot : branch.slots) {
                    forEach(slot, action);
                }
            }
            case Bucket(Object[] elements) -> {
                for (Object element : elements) {
                    action.accept(HashTree.<E>element(element));
                }
            }
            default -> action.accept(HashTree.<E>element(tree));
        }
    }

    /// The only element, or null when there are several or none.
    static @Nullable Object only(@Nullable Object tree) {
        return tree instanceof HashTree || tree instanceof Bucket ? null : tree;
    }

    private static int bit(int hash, int shift) {
        return 1 << (hash >>> shift & MASK);
    }

    private static <E> int place(Object[] elements, Keys<E> keys, E element) {
        int low = 0;
        int high = elements.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (keys.compare(element, element(elements[middle])) < 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static int indexOf(Object[] elements, Object element) {
        int i = 0;
        while (elements[i] != element) {
            i++;
        }
        return i;
    }

    private static Object[] inserted(Object[] from, int index, Object element) {
        Object[] to = new Object[from.length + 1];
        System.arraycopy(from, 0, to, 0, index);
        to[index] = element;
        System.arraycopy(from, index, to, index + 1, from.length - index);
        return to;
    }

    private static Object[] replaced(Object[] from, int index, Object element) {
        Object[] to = from.clone();
        to[index] = element;
        return to;
    }

    private static Object[] removed(Object[] from, int index) {
        Object[] to = new Object[from.length - 1];
        System.arraycopy(from, 0, to, 0, index);
        System.arraycopy(from, index + 1, to, index, to.length - index);
        return to;
    }

    /// Only elements of the one type are ever put into a tree.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E> E element(Object slot) {
        return (E) slot;
    }
}
