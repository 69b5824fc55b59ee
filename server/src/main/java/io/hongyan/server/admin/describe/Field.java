package io.hongyan.server.admin.describe;

/// Something that a request may have or an answer has.
///
/// @param needed whether it is always there
/// @param otherwise what holds for a parameter that is not given; empty = nothing
/// @param meaning for people
record Field(String name, Kind kind, boolean needed, String otherwise, String meaning) {}
