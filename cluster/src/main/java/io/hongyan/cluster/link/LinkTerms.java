package io.hongyan.cluster.link;

/// What both sides of a link have agreed on.
///
/// @param node the name of the other one
/// @param incarnation of the other one
/// @param loop of the other one
/// @param asked whether this side opened the link
/// @param version of the protocol of links
/// @param largestFrame that both sides take, type and body, in bytes
record LinkTerms(String node, long incarnation, int loop, boolean asked, int version, int largestFrame) {}
