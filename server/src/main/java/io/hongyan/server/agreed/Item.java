package io.hongyan.server.agreed;

/// One value of a list.
///
/// @param instance whose it is; empty for what belongs to none, and for instances themselves, which come without lists
/// @param value of the type of its list
record Item(String instance, Record value) {}
